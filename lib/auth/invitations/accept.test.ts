import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as acceptDoor } from "#app/v1/invitations/accept/route.ts";
import { GET as getMe } from "#app/v1/me/route.ts";
import { DELETE as revoke } from "#app/v1/workspaces/[workspace_id]/invitations/[invitation_id]/route.ts";
import { POST as invite } from "#app/v1/workspaces/[workspace_id]/invitations/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { signIn } from "#lib/auth/sign-in.ts";
import type { Services } from "#lib/context.ts";
import { createWorkspace, openSession, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { lookAtInvitation } from "./look-at.ts";

const password = "correct horse battery staple";
let database: TestDatabase;
let services: Services;
let clock = new Date();
let here: TestWorkspace;
let email: string;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  services = await useServices(database, () => clock);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = new Date();
  here = await createWorkspace(database);
  email = `grace-${here.workspaceId}@example.com`;
});

/** The code of a new invitation. */
async function invited(to = email, role: Role = "editor"): Promise<{ id: string; code: string }> {
  const { body } = await call(invite, {
    params: { workspace_id: here.workspaceId },
    token: here.owner.token,
    body: { email: to, role },
  });
  return { id: body.id, code: body.url.split("/").at(-1) };
}

const accept = (code: unknown, more: object = {}, who: Pick<Call, "cookie" | "headers"> = {}) =>
  call(acceptDoor, { body: { code, ...more }, ...who });
const account = { name: "Grace", password };

function members(): Promise<{ user_id: string; role: string }[]> {
  return withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
    trx.selectFrom("memberships").select(["user_id", "role"]).execute(),
  );
}

describe("a new account", () => {
  it("is made with its membership, and opens the workspace at once", async () => {
    const { id, code } = await invited();
    expect(await lookAtInvitation(services, code)).toEqual({
      workspaceId: here.workspaceId,
      workspaceName: "Here",
      email,
      role: "editor",
      invitedBy: "owner",
      state: "open",
      hasAccount: false,
    });
    const { status, body } = await accept(code, account);
    expect([status, body.workspace_id]).toEqual([201, here.workspaceId]);
    const { userId } = await signIn(services, { email, password }, { address: "x", userAgent: null });
    expect(userId).toBe(body.user_id);
    const me = (await call(getMe, { cookie: await openSession(database, userId) })).body;
    expect(me.user).toMatchObject({ email, name: "Grace", has_password: true });
    expect(me.memberships).toEqual([{ workspace_id: here.workspaceId, name: "Here", role: "editor" }]);
    const entry = await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .selectFrom("audit_log")
        .selectAll()
        .where("action", "=", "invitation.accept")
        .executeTakeFirstOrThrow(),
    );
    expect(entry).toMatchObject({
      actor_type: "user",
      actor_id: userId,
      target_type: "invitation",
      target_id: id,
      details: { email, role: "editor" },
    });
    expect(await lookAtInvitation(services, code)).toMatchObject({ state: "accepted", hasAccount: true });
  });

  it("is made once, however many come at once, and the code opens nothing more", async () => {
    const { code } = await invited();
    const answers = await Promise.all(Array.from({ length: 5 }, () => accept(code, account)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
    expect((await members()).length).toBe(5);
    const again = await accept(code, account);
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining("accepted already")]);
  });

  it("needs a name and a password, and the code waits for them", async () => {
    const { code } = await invited();
    const lacking = await accept(code);
    expect(lacking.body.errors.map(({ path }: { path: string }) => path)).toEqual(["name", "password"]);
    const weak = await accept(code, { name: "Grace", password: "password1" });
    expect([weak.status, weak.body.errors[0].path]).toEqual([400, "password"]);
    expect((await accept(code, account)).status).toBe(201);
  });

  it("isn't made beside one that has the address: its person signs in", async () => {
    const { code } = await invited(here.foreign.email);
    const { status, body } = await accept(code, account);
    expect([status, body.detail]).toEqual([409, expect.stringContaining("Sign in")]);
    expect(await lookAtInvitation(services, code)).toMatchObject({ state: "open", hasAccount: true });
    expect((await members()).length).toBe(4);
  });
});

describe("somebody who is signed in", () => {
  it("becomes a member under the invited address, with nothing but the code", async () => {
    const { code } = await invited(here.foreign.email.toUpperCase(), "viewer");
    const { status, body } = await accept(code, {}, { cookie: here.foreign.cookie });
    expect(status).toBe(200);
    expect(body).toEqual({ user_id: here.foreign.userId, workspace_id: here.workspaceId });
    expect(await members()).toContainEqual({ user_id: here.foreign.userId, role: "viewer" });
  });

  it("isn't let in by somebody else's invitation", async () => {
    const { code } = await invited();
    const { status, body } = await accept(code, account, { cookie: here.foreign.cookie });
    expect(status).toBe(409);
    expect(body.detail).toContain(email);
    expect(body.detail).toContain(here.foreign.email);
    expect((await members()).length).toBe(4);
    expect((await accept(code, account)).status).toBe(201);
  });

  it("isn't made a member by another site's page", async () => {
    const { code } = await invited(here.foreign.email);
    const headers = { "sec-fetch-site": "cross-site" };
    expect((await accept(code, {}, { cookie: here.foreign.cookie, headers })).status).toBe(403);
    expect((await members()).length).toBe(4);
  });

  it("keeps the role of a member who was one in between", async () => {
    const { code } = await invited(here.foreign.email, "viewer");
    await withScope(database.db, { workspaceId: here.workspaceId }, (trx) =>
      trx
        .insertInto("memberships")
        .values({ workspace_id: here.workspaceId, user_id: here.foreign.userId, role: "admin" })
        .execute(),
    );
    expect((await accept(code, {}, { cookie: here.foreign.cookie })).status).toBe(200);
    expect(await members()).toContainEqual({ user_id: here.foreign.userId, role: "admin" });
  });

  it("is nobody with a session that has ended: a new account is made", async () => {
    const { code } = await invited();
    await withScope(database.db, { identity: true }, (trx) =>
      trx.deleteFrom("sessions").where("user_id", "=", here.foreign.userId).execute(),
    );
    expect((await accept(code, account, { cookie: here.foreign.cookie })).status).toBe(201);
  });
});

describe("a code that opens nothing", () => {
  it("has expired, and says so", async () => {
    const { code } = await invited();
    clock = new Date(clock.getTime() + 7 * 24 * 3_600_000);
    const { status, body } = await accept(code, account);
    expect([status, body.detail]).toEqual([409, expect.stringContaining("expired")]);
    expect(await lookAtInvitation(services, code)).toMatchObject({ state: "expired" });
  });

  it("was taken back, or never was", async () => {
    const { id, code } = await invited();
    await call(revoke, {
      params: { workspace_id: here.workspaceId, invitation_id: id },
      token: here.owner.token,
    });
    for (const wrong of [code, "nope", "ação"]) {
      const { status, body } = await accept(wrong, account);
      expect([status, body.detail]).toEqual([404, expect.stringContaining("no such invitation")]);
      expect(await lookAtInvitation(services, wrong)).toBeUndefined();
    }
  });

  it.each([[""], [null], [7], ["x".repeat(201)], ["a\u0000"]])("is refused as %j", async (code) => {
    const { status, body } = await accept(code, account);
    expect([status, body.errors[0].path]).toEqual([400, "code"]);
  });
});
