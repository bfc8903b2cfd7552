import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { purgeExpired } from "./retention.ts";
import { gone, text } from "./testing/list-source.ts";
import { openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const nothing = {
  documents: 0,
  runs: 0,
  skippedRuns: 0,
  alertDeliveries: 0,
  alerts: 0,
  idempotencyKeys: 0,
  sessions: 0,
  knownAddresses: 0,
  signInFailures: 0,
  hostShares: 0,
  hostPauses: 0,
  workers: 0,
};

it("purges removed documents after their workspace's time, and no others", async () => {
  const connector = await stage.addConnector();
  await stage.run(connector, [[text("stays"), text("old"), text("young")]]);
  await stage.run(connector, [[gone("old"), gone("young")]]);
  const age = (key: string, days: number) =>
    stage.admin
      .updateTable("documents")
      .set({ removed_at: daysAgo(days) })
      .where("key", "=", key)
      .execute();
  await age("old", 31);
  await age("young", 29);
  expect(await purgeExpired(stage.engine.db)).toEqual({ ...nothing, documents: 1 });
  expect(await stage.documents(connector)).toEqual({ stays: "The text of stays", young: "-" });
  expect(await stage.run(connector, [[text("old")]])).toMatchObject({ added: 1 });
});

it("purges runs with their items after 90 days, but for the last of a connector and one that is held", async () => {
  const connector = await stage.addConnector();
  const keys = Array.from({ length: 30 }, (_, at) => `k${at}`);
  const first = await stage.run(connector, [keys.map((key) => text(key))]);
  const held = await stage.run(connector, [keys.map(gone)]);
  const last = await stage.run(connector, [[text("k0")]]);
  const skipped = randomUUID();
  await stage.admin
    .insertInto("runs")
    .values({
      workspace_id: connector.workspaceId,
      id: skipped,
      connector_id: connector.connectorId,
      trigger: "schedule",
      state: "skipped",
      created_at: daysAgo(100),
      finished_at: daysAgo(100),
    })
    .execute();
  await stage.admin
    .updateTable("runs")
    .set({ finished_at: daysAgo(91) })
    .where("connector_id", "=", connector.connectorId)
    .where("state", "<>", "skipped")
    .execute();
  expect(await purgeExpired(stage.engine.db)).toEqual({ ...nothing, runs: 2 });
  const left = await stage.admin
    .selectFrom("runs")
    .select("id")
    .where("connector_id", "=", connector.connectorId)
    .execute();
  expect(left.map(({ id }) => id).sort()).toEqual([held.id, last.id].sort());
  expect(await stage.items(first.id)).toEqual({});
});

it("purges what doors and workers leave behind", async () => {
  const userId = randomUUID();
  const workspaceId = await stage.addWorkspace();
  await stage.admin.insertInto("users").values({ id: userId, email: "a@x.test", name: "A" }).execute();
  const session = (expires_at: Date) => ({ id: randomUUID(), user_id: userId, expires_at });
  await stage.admin
    .insertInto("sessions")
    .values([session(daysAgo(1)), session(daysAgo(-1))])
    .execute();
  const known = (address: string, last_at: Date) => ({ user_id: userId, address, last_at });
  await stage.admin
    .insertInto("known_addresses")
    .values([known("192.0.2.1", daysAgo(91)), known("192.0.2.2", daysAgo(89))])
    .execute();
  await stage.admin
    .insertInto("sign_in_failures")
    .values([
      { key: "a", attempt: randomUUID(), at: daysAgo(2) },
      { key: "a", attempt: randomUUID(), at: new Date() },
    ])
    .execute();
  const kept = (key: string, created_at: Date) => ({
    workspace_id: workspaceId,
    key,
    actor_id: userId,
    fingerprint: Buffer.from("x"),
    status: 201,
    headers: "{}",
    body: "{}",
    created_at,
  });
  await stage.admin
    .insertInto("idempotency_keys")
    .values([kept("old", daysAgo(2)), kept("new", new Date())])
    .execute();
  const share = (host: string, expires_at: Date) => ({ host, run_id: randomUUID(), expires_at });
  await stage.admin
    .insertInto("host_shares")
    .values([share("a", daysAgo(1)), share("b", daysAgo(-1))])
    .execute();
  await stage.admin
    .insertInto("host_pauses")
    .values([
      { host: "a", until: daysAgo(1) },
      { host: "b", until: daysAgo(-1) },
    ])
    .execute();
  const { connectorId } = await stage.addConnector({ workspaceId });
  const alert = (resolved_at: Date | null, id: string = randomUUID()) => ({
    workspace_id: workspaceId,
    id,
    connector_id: connectorId,
    kind: id,
    raised_at: daysAgo(100),
    resolved_at,
  });
  await stage.admin
    .insertInto("alerts")
    .values([alert(daysAgo(91)), alert(daysAgo(89)), alert(null)])
    .execute();
  const destination_id = randomUUID();
  await stage.admin
    .insertInto("alert_destinations")
    .values({
      workspace_id: workspaceId,
      id: destination_id,
      type: "email",
      address: "a@x.test",
      kinds: ["failing"],
    })
    .execute();
  const message = (state: string, created_at: Date) => ({
    workspace_id: workspaceId,
    id: randomUUID(),
    destination_id,
    event: "alert.test",
    state,
    created_at,
  });
  await stage.admin
    .insertInto("alert_deliveries")
    .values([
      message("failed", daysAgo(31)),
      message("delivered", daysAgo(29)),
      message("waiting", daysAgo(31)),
    ])
    .execute();
  await stage.admin
    .insertInto("workers")
    .values([
      { id: randomUUID(), host: "h", pid: 1, beat_at: daysAgo(2) },
      { id: randomUUID(), host: "h", pid: 2, beat_at: new Date() },
    ])
    .execute();
  expect(await purgeExpired(stage.engine.db)).toEqual({
    ...nothing,
    alertDeliveries: 1,
    alerts: 1,
    idempotencyKeys: 1,
    sessions: 1,
    knownAddresses: 1,
    signInFailures: 1,
    hostShares: 1,
    hostPauses: 1,
    workers: 1,
  });
  expect(await purgeExpired(stage.engine.db)).toEqual(nothing);
});
