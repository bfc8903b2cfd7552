import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as historyOf } from "#app/v1/workspaces/[workspace_id]/documents/[document_id]/history/route.ts";
import { GET as facets } from "#app/v1/workspaces/[workspace_id]/documents/facets/route.ts";
import { failed, gone, text, unchanged } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { addConnector, addDocuments } from "./testing/seed.ts";

let stage: RunStage;
let here: TestWorkspace;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  here = await createWorkspace(stage.database);
});
afterAll(() => stage[Symbol.asyncDispose]());

it("offers kinds and owners of live documents, by connector and by collection", async () => {
  const place = { database: stage.database, workspaceId: here.workspaceId };
  const collection = randomUUID();
  await addConnector(place, "site", [collection]);
  await addConnector(place, "files");
  await addDocuments(place, "site", [
    { title: "a", file_owner: "Ada@example.com" },
    { title: "b", file_owner: "ada@example.com" },
    { title: "c", mime: "application/pdf" },
    { title: "d", mime: "text/gone", removed_at: new Date() },
  ]);
  await addDocuments(place, "files", [{ title: "e", mime: "text/csv", file_owner: "bob@example.com" }]);
  const ask = async (query: Record<string, string>) =>
    (await call(facets, { params: { workspace_id: here.workspaceId }, token: here.viewer.token, query }))
      .body;
  const ofSite = {
    mime: [
      { value: "text/html", documents: 2 },
      { value: "application/pdf", documents: 1 },
    ],
    file_owner: [{ value: "ada@example.com", documents: 2 }],
  };
  expect(await ask({ connector_id: "site" })).toEqual(ofSite);
  expect(await ask({ collection_id: collection })).toEqual(ofSite);
  expect((await ask({})).file_owner.map(({ value }: { value: string }) => value)).toEqual([
    "ada@example.com",
    "bob@example.com",
  ]);
  expect(await ask({ connector_id: "nobody" })).toEqual({ mime: [], file_owner: [] });
});

it("tells what runs did with a document, the newest first, and nothing of runs that found it as it was", async () => {
  const connector = await stage.addConnector({ workspaceId: here.workspaceId });
  const added = await stage.run(connector, [[text("a"), text("b")]]);
  await stage.run(connector, [[unchanged("a"), text("b", "more")]]);
  const updated = await stage.run(connector, [[text("a", "new words")]]);
  const broken = await stage.run(connector, [[failed("a")]]);
  const removed = await stage.run(connector, [[gone("a")]]);
  const { id } = await stage.admin
    .selectFrom("documents")
    .select("id")
    .where("connector_id", "=", connector.connectorId)
    .where("key", "=", "a")
    .executeTakeFirstOrThrow();
  const ask = (documentId: string) =>
    call(historyOf, {
      params: { workspace_id: here.workspaceId, document_id: documentId },
      token: here.viewer.token,
    });
  const { body } = await ask(id);
  expect(body.items.map((one: { run_id: string; outcome: string }) => [one.run_id, one.outcome])).toEqual([
    [removed.id, "deleted"],
    [broken.id, "failed"],
    [updated.id, "updated"],
    [added.id, "added"],
  ]);
  expect(await ask(randomUUID())).toMatchObject({ status: 404 });
});
