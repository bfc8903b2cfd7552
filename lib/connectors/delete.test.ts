import { afterAll, beforeAll, expect, it } from "vitest";
import { DELETE as deleteOne } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";

let stage: RunStage;
let here: TestWorkspace;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  here = await createWorkspace(stage.database);
});
afterAll(() => stage[Symbol.asyncDispose]());

function remove(connectorId: string) {
  const params = { workspace_id: here.workspaceId, connector_id: connectorId };
  return call(deleteOne, { params, token: here.editor.token });
}

it("fences a run that is under way: its worker stores nothing more, and ends in peace", async () => {
  const connector = await stage.addConnector({ workspaceId: here.workspaceId });
  await stage.associate(connector);
  connector.source.batches = [[text("a")], [text("b")], [text("c")]];
  await stage.queue(connector);
  const answers: number[] = [];
  connector.source.before = async (index) => {
    if (index === 1) answers.push((await remove(connector.connectorId)).status);
  };
  await stage.execute(await stage.take());
  expect(answers).toEqual([204]);
  expect(await stage.documents(connector)).toEqual({});
  expect(await stage.jobs()).toEqual([]);
  const left = await stage.admin
    .selectFrom("runs")
    .select("id")
    .where("connector_id", "=", connector.connectorId)
    .execute();
  expect(left).toEqual([]);
});

it("waits for a batch that is being written, and takes it along", async () => {
  for (let round = 0; round < 10; round++) {
    const connector = await stage.addConnector({ workspaceId: here.workspaceId });
    await stage.associate(connector);
    connector.source.batches = Array.from({ length: 20 }, (_, at) => [text(`${at}`)]);
    await stage.queue(connector);
    let answer: Promise<number> | undefined;
    // Not waited for: the next batches are stored while the deletion asks for its locks.
    connector.source.before = async (index) => {
      if (index === round) answer = remove(connector.connectorId).then(({ status }) => status);
    };
    await stage.execute(await stage.take());
    expect(await answer).toBe(204);
    expect(await stage.documents(connector)).toEqual({});
  }
});
