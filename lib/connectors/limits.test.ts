import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as addFiles } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/files/route.ts";
import { GET as getUsage } from "#app/v1/workspaces/[workspace_id]/usage/route.ts";
import { env } from "#lib/env.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { gone, text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  // The settings of this process, as a deployment with limits has them.
  Object.assign(env(), { MAX_CONNECTORS: 2, MAX_RUNS: 1, MAX_DOCUMENTS: 3, MAX_BYTES: 100 });
});
afterAll(() => stage[Symbol.asyncDispose]());

it("lets a workspace have so many connectors, and says whom to ask for more", async () => {
  const { workspaceId, owner } = await createWorkspace(stage.database);
  const asked = {
    params: { workspace_id: workspaceId },
    token: owner.token,
    query: { scheduler_type: "imed" },
    body: { name: "Files", type: "upload", slots: {} },
  };
  const statuses = [];
  for (let at = 0; at < 3; at++) statuses.push((await call(create, asked)).status);
  expect(statuses).toEqual([201, 201, 409]);
  expect((await call(create, asked)).body.detail).toMatch(/has its 2 connectors.*MAX_CONNECTORS/);
});

it("lets a workspace have so many runs at once, and another one its own", async () => {
  const first = await stage.addConnector();
  const sibling = await stage.addConnector({ workspaceId: first.workspaceId });
  const other = await stage.addConnector();
  for (const connector of [first, sibling, other]) await stage.queue(connector);
  const claim = () => claimRun(stage.database.db, { workerId: stage.workerId, passOver: [] });
  const claimed = [await claim(), await claim(), await claim()];
  expect(claimed.map((run) => run?.connectorId)).toEqual([first.connectorId, other.connectorId, undefined]);
});

it("lets a workspace have so many documents, and goes on with those that it has", async () => {
  const connector = await stage.addConnector();
  const first = await stage.run(connector, [
    [text("a"), text("b")],
    [text("c"), text("d"), text("e")],
  ]);
  expect(first).toMatchObject({ added: 3, skipped: 2 });
  const reasons = (
    await stage.admin.selectFrom("run_items").select("reason").where("run_id", "=", first.id).execute()
  ).flatMap(({ reason }) => reason ?? []);
  expect(new Set(reasons)).toEqual(new Set(["over the workspace's limit of documents (MAX_DOCUMENTS)"]));
  const second = await stage.run(connector, [[text("a", "new words"), text("b"), gone("c"), text("d")]]);
  expect(second).toMatchObject({ updated: 1, unchanged: 1, deleted: 1, skipped: 1 });
  expect(await stage.run(connector, [[text("d"), text("e")]])).toMatchObject({ added: 1, skipped: 1 });
  expect(await stage.run(await stage.addConnector(), [[text("a")]])).toMatchObject({ added: 1 });
});

it("lets a workspace have so many bytes, of documents and of uploads", async () => {
  const { workspaceId, owner } = await createWorkspace(stage.database);
  const params = { workspace_id: workspaceId };
  const connector = await stage.addConnector({ workspaceId });
  await stage.run(connector, [[text("a", "x".repeat(70))]]);
  const usage = await call(getUsage, { params, token: owner.token });
  expect(usage.body).toMatchObject({ documents: { used: 1, limit: 3 }, bytes: { limit: 100 } });
  const made = await call(create, {
    params,
    token: owner.token,
    query: { scheduler_type: "imed" },
    body: { name: "Files", type: "upload", slots: {} },
  });
  const upload = async (name: string, size: number) => {
    const form = new FormData();
    form.append("file", new Blob(["x".repeat(size)], { type: "text/plain" }), name);
    const request = new Request("http://127.0.0.1/", {
      method: "POST",
      body: form,
      headers: { authorization: `Bearer ${owner.token}` },
    });
    const segment = { params: Promise.resolve({ ...params, connector_id: made.body.id }) };
    const answer = await addFiles(request, segment);
    return { status: answer.status, detail: (await answer.json()).detail };
  };
  expect((await upload("small.txt", 20)).status).toBe(201);
  expect(await upload("large.txt", 90)).toMatchObject({
    status: 409,
    detail: expect.stringContaining("MAX_BYTES"),
  });
  const after = await call(getUsage, { params, token: owner.token });
  expect(after.body.bytes.used).toBe(usage.body.bytes.used + 20);
});
