import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as createToken } from "#app/v1/workspaces/[workspace_id]/tokens/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import {
  hasRole,
  type Permission,
  permissionNames,
  permissions,
  type Role,
  roles,
} from "#lib/auth/permissions.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call, send } from "#lib/testing/call.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { useServices } from "#lib/testing/services.ts";
import type { RouteHandler } from "./route.ts";

// Who may call what: the answer of every door to everybody. A door passes whoever may enter, and then answers about
// what was asked, which here is nothing that exists: anything but 401, 403 and a fault of ours.
const strangers = ["anonymous", "expired token", "revoked token", "foreign owner"] as const;
type Caller = (typeof strangers)[number] | Role;
const callers: Caller[] = [...strangers, ...roles];

const handlers = await servedHandlers();
const cases = handlers.flatMap(({ method, path, handler }) =>
  callers.map((caller) => ({ caller, door: `${method} ${path}`, handler: handler as RouteHandler })),
);

let database: TestDatabase;
let workspace: TestWorkspace;

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database);
  workspace = await createWorkspace(database);
});
afterAll(() => database[Symbol.asyncDispose]());

/** Members come with a token, and with a session where a door is about the person who signed in. */
function credentials(caller: Caller, { access }: RouteHandler["operation"]): Pick<Call, "token" | "cookie"> {
  if (caller === "anonymous") return {};
  if (caller === "expired token") return { token: workspace.expiredToken };
  if (caller === "revoked token") return { token: workspace.revokedToken };
  const { token, cookie } = caller === "foreign owner" ? workspace.foreign : workspace[caller];
  return access === "signed_in" ? { cookie } : { token };
}

/** The status that stops a caller, or undefined when the door lets them through. */
function barrier({ access, path }: RouteHandler["operation"], caller: Caller): 401 | 403 | undefined {
  if (access === "public") return undefined;
  if (caller === "anonymous" || caller === "expired token" || caller === "revoked token") return 401;
  if (access === "signed_in") return undefined;
  expect(path, "a door with a permission names its workspace").toContain("{workspace_id}");
  if (caller === "foreign owner") return 403;
  return hasRole(caller, permissions[access]) ? undefined : 403;
}

function request({ operation }: RouteHandler, workspaceId: string): Call {
  const keys = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key);
  const params = Object.fromEntries(keys.map((key) => [key, randomUUID() as string]));
  if ("workspace_id" in params) params.workspace_id = workspaceId;
  return { params, ...(operation.body ? { body: {} } : {}) };
}

describe("every door", () => {
  it("is found", () => expect(handlers.length).toBeGreaterThan(20));

  it.each(cases)("$door answers $caller", async ({ caller, handler }) => {
    expect(handler.operation, "not wrapped by route()").toBeDefined();
    const call = { ...request(handler, workspace.workspaceId), ...credentials(caller, handler.operation) };
    const { status } = await send(handler, call);
    const stopped = barrier(handler.operation, caller);
    if (stopped) expect(status).toBe(stopped);
    else expect([401, 403, ...serverFaults]).not.toContain(status);
  });

  it.each(handlers)("$method $path knows no other workspace", async ({ handler, path }) => {
    if (!path.includes("{workspace_id}")) return;
    const call = { ...request(handler as RouteHandler, randomUUID()), token: workspace.owner.token };
    expect((await send(handler as RouteHandler, call)).status).toBe(404);
  });

  it.each(handlers)("$method $path finds nothing by an id that can't be one", async ({ handler, path }) => {
    const keys = [...path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key);
    const { operation } = handler as RouteHandler;
    const asked = {
      ...request(handler as RouteHandler, workspace.workspaceId),
      ...credentials("owner", operation),
    };
    for (const key of keys.filter((name) => name !== "workspace_id")) {
      for (const odd of ["a\u0000b", "{}", "x".repeat(5000)]) {
        const call = { ...asked, params: { ...asked.params, [key]: odd } };
        expect((await send(handler as RouteHandler, call)).status, odd.slice(0, 9)).toBeOneOf([
          400, 404, 415,
        ]);
      }
    }
  });

  it.each(handlers)("$method $path takes a session's write from our own pages only", async ({ handler }) => {
    const { operation } = handler as RouteHandler;
    if (operation.method === "GET" || operation.access === "public") return;
    const call = {
      ...request(handler as RouteHandler, workspace.workspaceId),
      cookie: workspace.owner.cookie,
    };
    const { cookie } = call;
    for (const [origin, isOurs] of origins) {
      for (const type of contentTypes) {
        // As a page of that origin sends it: the cookie alone, without what `send` adds for ours.
        const headers = { cookie, ...origin, ...(type ? { "content-type": type } : {}) };
        const { status } = await send(handler as RouteHandler, { ...call, cookie: undefined, headers });
        if (!isOurs) expect(status, JSON.stringify(headers)).toBe(403);
        else if (operation.body && type && !type.includes("json")) expect(status, type).toBe(415);
        else expect([403, ...serverFaults], JSON.stringify(headers)).not.toContain(status);
      }
    }
  });

  it.each(handlers)("$method $path keeps a token to its scopes", async ({ handler }) => {
    const { operation } = handler as RouteHandler;
    const { access } = operation;
    if (access === "public" || access === "signed_in") return;
    const others = permissionNames.filter((permission) => permission !== access);
    const call = request(handler as RouteHandler, workspace.workspaceId);
    const refused = await send(handler as RouteHandler, { ...call, token: await keptTo(others) });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("www-authenticate")).toContain(
      `error="insufficient_scope", scope="${access}"`,
    );
    expect((await refused.json()).type).toBe("/docs/errors#insufficient-scope");
    const told = [access, ...(operation.furtherScopes ?? [])];
    const { status } = await send(handler as RouteHandler, { ...call, token: await keptTo(told) });
    expect([401, 403, ...serverFaults]).not.toContain(status);
  });
});

/** A token of the owner that may do this alone. */
async function keptTo(scopes: Permission[]): Promise<string> {
  const params = { workspace_id: workspace.workspaceId };
  const body = { name: "kept", role: "owner", scopes };
  return (await call(createToken, { params, token: workspace.owner.token, body })).body.token;
}

/** What browsers tell of the page that sends a request, and whether that is one of ours. */
const origins: [Record<string, string>, boolean][] = [
  [{}, false],
  [{ "sec-fetch-site": "cross-site" }, false],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ "sec-fetch-site": "none" }, false],
  [{ "sec-fetch-site": "cross-site", origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, false],
  [{ origin: "null" }, false],
  [{ origin: "https://evil.example", host: "127.0.0.1:3000" }, false],
  [{ origin: "http://127.0.0.1:3000.evil.example", host: "127.0.0.1:3000" }, false],
  [{ origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, true],
  [{ "sec-fetch-site": "same-origin" }, true],
];

const contentTypes = [
  undefined,
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
];

const serverFaults = [500, 501, 502, 503];
