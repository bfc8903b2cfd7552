import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as activity } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/activity/route.ts";
import { PATCH as patch } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { POST as start } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { addConnector } from "#lib/documents/testing/seed.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let here: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
});
afterAll(() => database[Symbol.asyncDispose]());

function ask(door: RouteHandler, id: string, options: Omit<Call, "params"> = {}) {
  const params = { workspace_id: here.workspaceId, connector_id: id };
  return call(door, { params, token: here.editor.token, ...options });
}

describe("a connector's activity", () => {
  it("tells viewers who changed which field from what to what, and who ran it; nothing of others", async () => {
    const place = { database, workspaceId: here.workspaceId };
    const id = await addConnector(place, "docs", [crypto.randomUUID()]);
    const other = await addConnector(place, "other");
    await ask(patch, other, { body: { name: "Elsewhere" } });
    await ask(patch, id, { body: { name: "Documents", slots: { note: "x".repeat(600) } } });
    const { body: run } = await ask(start, id);
    const { status, body } = await ask(activity, id, { token: here.viewer.token, query: { limit: 1 } });
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { action: "run.start", target_id: run.id, actor: { name: "editor's" } },
    ]);
    const rest = await ask(activity, id, { query: { cursor: body.next_cursor } });
    expect(rest.body.items).toMatchObject([
      {
        action: "connector.update",
        details: {
          from: { name: "The docs", "slots.note": null },
          to: { name: "Documents", "slots.note": `${"x".repeat(500)}…` },
        },
      },
    ]);
    expect(rest.body.next_cursor).toBeNull();
  });

  it("knows no connector that isn't there", async () => {
    expect((await ask(activity, "nobody")).status).toBe(404);
  });
});
