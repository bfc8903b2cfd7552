import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { readKeyRing } from "./key-ring.ts";
import { resealCredentials } from "./reseal.ts";
import { openCredentials, sealCredentials } from "./seal.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const key = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const [lost, old, next] = [key("lost"), key("old"), key("next")];

async function addSealed(
  ring: string[],
  count: number,
): Promise<{ workspaceId: string; connectorIds: string[] }> {
  const workspaceId = randomUUID();
  await stage.admin.insertInto("workspaces").values({ id: workspaceId, name: "W" }).execute();
  const connectorIds = Array.from({ length: count }, () => randomUUID() as string);
  const rows = connectorIds.map((id) => {
    const owner = { workspaceId, connectorId: id };
    const credentials_sealed = sealCredentials({ api_token: `secret of ${id}` }, owner, readKeyRing(ring));
    return { workspace_id: workspaceId, id, name: id, type: "jira", slots: "{}", credentials_sealed };
  });
  await stage.admin.insertInto("connectors").values(rows).execute();
  return { workspaceId, connectorIds };
}

async function sealedOf(connectorId: string): Promise<Buffer> {
  const row = await stage.admin
    .selectFrom("connectors")
    .select("credentials_sealed")
    .where("id", "=", connectorId)
    .executeTakeFirstOrThrow();
  return row.credentials_sealed ?? Buffer.alloc(0);
}

it("seals everything under the newest key, in every workspace, and names what no key opens", async () => {
  const one = await addSealed([old], 205);
  const two = await addSealed([old], 1);
  const [unopened = ""] = (await addSealed([lost], 1)).connectorIds;
  const ring = readKeyRing([next, old]);
  const userId = randomUUID();
  const totp_sealed = sealCredentials({ secret: "JBSWY3DP" }, { userId }, readKeyRing([old]));
  const user = { id: userId, email: `${userId}@example.com`, name: "Ada", totp_sealed };
  await stage.admin.insertInto("users").values(user).execute();
  expect(await resealCredentials(stage.database.db, ring)).toEqual({ resealed: 207, unopened: [unopened] });
  for (const { workspaceId, connectorIds } of [one, two]) {
    for (const connectorId of connectorIds) {
      const owner = { workspaceId, connectorId };
      const opened = openCredentials(await sealedOf(connectorId), owner, readKeyRing([next]));
      expect(opened).toEqual({ api_token: `secret of ${connectorId}` });
    }
  }
  const after = await stage.admin
    .selectFrom("users")
    .select("totp_sealed")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  const opened = openCredentials(after.totp_sealed ?? Buffer.alloc(0), { userId }, readKeyRing([next]));
  expect(opened).toEqual({ secret: "JBSWY3DP" });
  expect(await resealCredentials(stage.database.db, ring)).toEqual({ resealed: 0, unopened: [unopened] });
});

it("names the key that is missing, or is another one of that name", async () => {
  const owner = { workspaceId: randomUUID(), connectorId: "c" };
  const sealed = sealCredentials({ api_token: "secret" }, owner, readKeyRing([old]));
  expect(() => openCredentials(sealed, owner, readKeyRing([next]))).toThrow(/“old” .*isn't in SECRETS_KEYS/);
  expect(() => openCredentials(sealed, owner, readKeyRing([key("old")]))).toThrow(
    /“old” in SECRETS_KEYS doesn't open these credentials/,
  );
});
