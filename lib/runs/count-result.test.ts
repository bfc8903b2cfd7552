import { afterAll, beforeAll, expect, it } from "vitest";
import { SourceError } from "#lib/connectors/source.ts";
import { failed, text } from "./testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
let connector: Connector;

beforeAll(async () => {
  stage = await openRunStage();
  connector = await stage.addConnector();
});
afterAll(() => stage[Symbol.asyncDispose]());

async function counted() {
  return stage.admin
    .selectFrom("connectors")
    .select(["failures", "last_success_at"])
    .where("id", "=", connector.connectorId)
    .executeTakeFirstOrThrow();
}

it("a connector keeps how many runs failed in a row, and when one last succeeded", async () => {
  const fail = () => {
    throw new SourceError("misconfigured", "There is no such folder.");
  };
  expect(await counted()).toEqual({ failures: 0, last_success_at: null });
  connector.source.before = fail;
  await stage.run(connector, [[text("a")]]);
  expect((await stage.run(connector)).state).toBe("failed");
  expect(await counted()).toEqual({ failures: 2, last_success_at: null });
  connector.source.before = () => {};
  expect((await stage.run(connector, [[text("a"), failed("b")]])).state).toBe("partial");
  expect(await counted()).toEqual({ failures: 0, last_success_at: null });
  const { state, finished_at: last } = await stage.run(connector, [[text("a")]]);
  expect(state).toBe("succeeded");
  expect(await counted()).toEqual({ failures: 0, last_success_at: last });
  connector.source.before = fail;
  await stage.run(connector);
  expect(await counted()).toEqual({ failures: 1, last_success_at: last });
});
