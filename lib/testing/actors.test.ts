import { expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase } from "#db/testing/database.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { route } from "#lib/http/route.ts";
import { createWorkspace } from "./actors.ts";
import { call } from "./call.ts";
import { useServices } from "./services.ts";

const door = route(
  defineOperation({
    id: "probe",
    method: "POST",
    path: "/v1/workspaces/{workspace_id}/probe",
    tag: "Test",
    summary: "Tells who asks",
    access: "workspace.read",
    params: z.object({ workspace_id: z.string() }),
    query: z.object({ word: z.string().optional() }),
    success: { 200: { description: "Who asks" } },
  }),
  async ({ ctx, query }) => ({ status: 200, body: { role: ctx.role, actor: ctx.actor.type, ...query } }),
);

it("opens a door as each member, by token and by cookie, and to nobody else", async () => {
  await using database = await createTestDatabase();
  await useServices(database);
  const workspace = await createWorkspace(database);
  const params = { workspace_id: workspace.workspaceId };
  for (const role of ["viewer", "editor", "admin", "owner"] as const) {
    const { token, cookie } = workspace[role];
    expect((await call(door, { params, token, query: { word: "a b" } })).body).toEqual({
      role,
      actor: "token",
      word: "a b",
    });
    expect((await call(door, { params, cookie })).body).toEqual({ role, actor: "user" });
  }
  const { foreign, expiredToken, revokedToken, viewer } = workspace;
  expect((await call(door, { params })).status).toBe(401);
  expect((await call(door, { params, token: expiredToken })).status).toBe(401);
  expect((await call(door, { params, token: revokedToken })).status).toBe(401);
  expect((await call(door, { params, token: foreign.token })).status).toBe(403);
  expect((await call(door, { params, cookie: foreign.cookie })).status).toBe(403);
  const headers = { "sec-fetch-site": "cross-site" };
  expect((await call(door, { params, cookie: viewer.cookie, headers })).status).toBe(403);
});
