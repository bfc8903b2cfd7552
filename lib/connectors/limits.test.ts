import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { env } from "#lib/env.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  // The settings of this process, as a deployment with limits has them.
  Object.assign(env(), { MAX_CONNECTORS: 2, MAX_RUNS: 1 });
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
