import { expect, it } from "vitest";
import { POST as accept } from "#app/v1/invitations/accept/route.ts";
import { POST } from "#app/v1/sign-up/route.ts";
import { POST as invite } from "#app/v1/workspaces/[workspace_id]/invitations/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { openSession } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { ensureSetupCode } from "./setup-code.ts";
import { signIn } from "./sign-in.ts";

const ada = {
  name: "Ada",
  email: " Ada@Example.com",
  password: "correct horse battery staple",
  workspace_name: "Research",
};
const signUp = (setup_code: unknown, more: object = {}) =>
  call(POST, { body: { ...ada, setup_code, ...more } });

function count({ db }: TestDatabase): Promise<number[]> {
  return withScope(db, { identity: true }, async (trx) => {
    const users = await trx.selectFrom("users").select("id").execute();
    const workspaces = await trx.selectFrom("workspaces").select("id").execute();
    return [users.length, workspaces.length];
  });
}

async function codeOf({ db }: TestDatabase): Promise<string> {
  const code = await ensureSetupCode(db);
  if (!code) throw new Error("Somebody has an account.");
  return code;
}

it("makes the first owner and their workspace, by the newest code", async () => {
  await using database = await createTestDatabase();
  const services = await useServices(database);
  const older = await codeOf(database);
  const code = await codeOf(database);
  const refused = await signUp(older);
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, "setup_code"]);
  const made = await signUp(` ${code}\n`, { time_zone: "America/Sao_Paulo" });
  expect(made.status).toBe(201);
  const { user_id, workspace_id } = made.body;
  const credentials = { email: "ada@example.com", password: ada.password };
  const { userId } = await signIn(services, credentials, { address: "192.0.2.1", userAgent: null });
  expect(userId).toBe(user_id);
  const invited = await call(invite, {
    params: { workspace_id },
    cookie: await openSession(database, user_id),
    body: { email: "grace@example.com", role: "owner" },
  });
  expect(invited.status).toBe(201);
  expect(await ensureSetupCode(database.db)).toBeNull();
  const again = await signUp(code, { email: "other@example.com" });
  expect([again.status, again.body.detail]).toEqual([403, expect.stringContaining("invitation")]);
  expect(await count(database)).toEqual([1, 1]);
});

it("takes a code once, however many come at once", async () => {
  await using database = await createTestDatabase({ max: 8 });
  await useServices(database);
  const code = await codeOf(database);
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, at) => signUp(code, { email: `a${at}@example.com` })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 403, 403, 403, 403, 403]);
  expect(await count(database)).toEqual([1, 1]);
});

it("keeps the code when what came with it can't be accepted", async () => {
  await using database = await createTestDatabase();
  await useServices(database);
  const code = await codeOf(database);
  const wrong = { email: "ada", password: "12345678", workspace_name: " ", time_zone: "Mars", name: "" };
  const { status, body } = await signUp(code, wrong);
  expect([status, body.errors.map(({ path }: { path: string }) => path).toSorted()]).toEqual([
    400,
    ["email", "name", "password", "time_zone", "workspace_name"],
  ]);
  expect(await count(database)).toEqual([0, 0]);
  expect((await signUp(code)).status).toBe(201);
});

it("opens to nobody without a code", async () => {
  await using database = await createTestDatabase();
  await useServices(database);
  for (const code of ["", "x", null, "x".repeat(201)]) expect((await signUp(code)).status).toBe(400);
  expect((await call(accept, { body: { code: "x", name: "A", password: ada.password } })).status).toBe(404);
  expect(await count(database)).toEqual([0, 0]);
});
