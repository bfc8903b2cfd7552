import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as changePassword } from "#app/v1/me/password/route.ts";
import { GET as getMe, PATCH as patchMe } from "#app/v1/me/route.ts";
import { DELETE as revokeSession } from "#app/v1/me/sessions/[session_id]/route.ts";
import { GET as listSessions, DELETE as revokeOthers } from "#app/v1/me/sessions/route.ts";
import { DELETE as removeMember } from "#app/v1/workspaces/[workspace_id]/members/[user_id]/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { hashPassword } from "#lib/auth/password.ts";
import { signIn } from "#lib/auth/sign-in.ts";
import { signInLimits } from "#lib/auth/throttle.ts";
import type { Services } from "#lib/context.ts";
import { createWorkspace, openSession, type TestActor, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";

const password = "correct horse battery staple";
let database: TestDatabase;
let services: Services;
let clock = new Date();
let here: TestWorkspace;
let ada: TestActor;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  services = await useServices(database, () => clock);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = new Date();
  here = await createWorkspace(database);
  ada = here.editor;
  await setPassword(ada.userId);
});

async function setPassword(userId: string): Promise<void> {
  const password_hash = await hashPassword(password);
  await withScope(database.db, { identity: true }, (trx) =>
    trx.updateTable("users").set({ password_hash }).where("id", "=", userId).execute(),
  );
}

const isOpen = async (cookie: string) => (await call(getMe, { cookie })).status === 200;
const change = (cookie: string, current_password: string, new_password: string, address = "192.0.2.1") =>
  call(changePassword, {
    cookie,
    body: { current_password, new_password },
    headers: { "x-tributary-address": address },
  });
const canSignIn = (secret: string) =>
  signIn(services, { email: ada.email, password: secret }, { address: "192.0.2.9", userAgent: null }).then(
    () => true,
    () => false,
  );

/** Until a statement waits for a lock that another transaction holds. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  while ((await waiting.execute(database.db)).rows.length === 0);
}

describe("who asks", () => {
  it("is a person with all their workspaces", async () => {
    await withScope(database.db, { workspaceId: here.foreign.workspaceId }, (trx) =>
      trx
        .insertInto("memberships")
        .values({ workspace_id: here.foreign.workspaceId, user_id: ada.userId, role: "viewer" })
        .execute(),
    );
    const { status, body } = await call(getMe, { cookie: ada.cookie });
    expect(status).toBe(200);
    expect(body).toEqual({
      type: "user",
      user: {
        id: ada.userId,
        email: ada.email,
        name: "editor",
        locale: null,
        time_zone: null,
        has_password: true,
        second_factor: null,
      },
      token: null,
      memberships: [
        { workspace_id: here.workspaceId, name: "Here", role: "editor" },
        { workspace_id: here.foreign.workspaceId, name: "Elsewhere", role: "viewer" },
      ],
    });
    const ofToken = (await call(getMe, { token: ada.token })).body;
    expect(ofToken).toMatchObject({ type: "token", token: { id: ada.tokenId, role: "editor" } });
    expect(ofToken.memberships).toEqual([{ workspace_id: here.workspaceId, name: "Here", role: "editor" }]);
  });

  it("is nobody without session or token", async () => {
    const answer = await call(getMe);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    for (const cookie of ["tributary.session=x", "tributary.session=%", "tributary.session", "=; ;"]) {
      expect((await call(getMe, { cookie })).status).toBe(401);
    }
  });

  it("changes name, language and time zone", async () => {
    const body = { name: " Ada ", locale: "pt-BR", time_zone: "America/Sao_Paulo" };
    const changed = await call(patchMe, { cookie: ada.cookie, body });
    expect(changed.status).toBe(200);
    expect(changed.body.user).toMatchObject({ ...body, name: "Ada" });
    await call(patchMe, { cookie: ada.cookie, body: { locale: null } });
    const { user } = (await call(getMe, { cookie: ada.cookie })).body;
    expect(user).toMatchObject({ name: "Ada", locale: null, time_zone: "America/Sao_Paulo" });
    expect((await call(getMe, { cookie: here.viewer.cookie })).body.user.name).toBe("viewer");
  });

  it.each([
    [{}, [""]],
    [{ name: "  " }, ["name"]],
    [{ name: "a".repeat(101), locale: "not a tag", time_zone: "Mars/Base" }, ["name", "locale", "time_zone"]],
    [{ name: "Ada", email: "other@example.com" }, ["email"]],
    [{ name: "a\u0000b" }, ["name"]],
  ])("refuses %j", async (body, paths) => {
    const answer = await call(patchMe, { cookie: ada.cookie, body });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });
});

describe("a token", () => {
  it("changes no account, password or session, and sees none", async () => {
    const { token } = here.owner;
    const bodies = { current_password: password, new_password: "another good one" };
    const answers = await Promise.all([
      call(patchMe, { token, body: { name: "Mallory" } }),
      call(changePassword, { token, body: bodies }),
      call(listSessions, { token }),
      call(revokeOthers, { token }),
      call(revokeSession, { token, params: { session_id: here.owner.userId } }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(403);
      expect(body.detail).toContain("token");
    }
    expect(await isOpen(here.owner.cookie)).toBe(true);
  });
});

it("a session that nobody used for a week has ended", async () => {
  const cookie = await openSession(database, ada.userId);
  const usedAgo = (interval: string) =>
    withScope(database.db, { identity: true }, (trx) =>
      sql`update sessions set last_seen_at = now() - ${interval}::interval where user_id = ${ada.userId}`.execute(
        trx,
      ),
    );
  await usedAgo("6 days 23 hours");
  expect(await isOpen(cookie)).toBe(true);
  await usedAgo("7 days 1 minute");
  expect(await isOpen(cookie)).toBe(false);
});

describe("a changed password", () => {
  it("ends every other session of the account at once, and no other's", async () => {
    const other = await openSession(database, ada.userId);
    expect(await isOpen(other)).toBe(true);
    expect((await change(ada.cookie, password, "another good one")).status).toBe(204);
    expect([await isOpen(ada.cookie), await isOpen(other)]).toEqual([true, false]);
    expect(await isOpen(here.viewer.cookie)).toBe(true);
    expect([await canSignIn(password), await canSignIn("another good one")]).toEqual([false, true]);
  });

  it("needs the current one", async () => {
    const other = await openSession(database, ada.userId);
    const { status, body } = await change(ada.cookie, "a wrong one", "another good one");
    expect([status, body.errors[0].path]).toEqual([400, "current_password"]);
    expect([await isOpen(other), await canSignIn(password)]).toEqual([true, true]);
  });

  it.each([
    ["short", "1234567"],
    ["common", "Password123"],
    ["long", "x".repeat(129)],
    ["common in disguise", "PASSWORD1"],
    ["of few characters", "👍👍👍👍👍👍👍"],
    ["no text", null],
  ])("isn't a %s one", async (_, secret) => {
    const { status, body } = await change(ada.cookie, password, secret as string);
    expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([400, ["new_password"]]);
  });

  it.each([["        "], ["👍👍👍👍👍👍👍👍"], ["x".repeat(128)], ["é".normalize("NFD").repeat(8)]])(
    "may be %j",
    async (secret) => {
      expect((await change(ada.cookie, password, secret)).status).toBe(204);
      expect(await canSignIn(secret.normalize("NFC"))).toBe(true);
    },
  );

  it("is guarded against guessing through a session left open, until the wait is over", async () => {
    for (let at = 0; at < signInLimits.pair; at += 1) {
      expect((await change(ada.cookie, `wrong one ${at}`, "another good one")).status).toBe(400);
    }
    const { status, headers, body } = await change(ada.cookie, password, "another good one");
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(800);
    expect(body.detail).toBe("Too many failed attempts. Try again in 15 minutes.");
    clock = new Date(clock.getTime() + signInLimits.windowS * 1000);
    expect((await change(ada.cookie, password, "another good one")).status).toBe(204);
  });

  it("is changed once by two at once, who leave one session", async () => {
    const other = await openSession(database, ada.userId);
    const answers = await Promise.all([
      change(ada.cookie, password, "the first new one"),
      change(other, password, "the second new one"),
    ]);
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect([await isOpen(ada.cookie), await isOpen(other)].filter(Boolean)).toHaveLength(1);
  });

  it("leaves nobody in who signs in by the old one meanwhile", async () => {
    const from = { address: "192.0.2.7", userAgent: null };
    const password_hash = await hashPassword("another good one");
    const signingIn = await withScope(database.db, { identity: true }, async (trx) => {
      await trx.updateTable("users").set({ password_hash }).where("id", "=", ada.userId).execute();
      const attempt = signIn(services, { email: ada.email, password }, from).then(
        () => "in",
        () => "refused",
      );
      await Promise.race([attempt, untilSomebodyWaits()]);
      return { attempt };
    });
    expect(await signingIn.attempt).toBe("refused");
  });

  it("is nothing that an account without one has", async () => {
    const answer = await change(here.viewer.cookie, password, "another good one");
    expect(answer.status).toBe(409);
  });
});

describe("sessions", () => {
  it("are listed to their person, the newest first, in pages", async () => {
    const other = await openSession(database, ada.userId);
    const all = (await call(listSessions, { cookie: other })).body;
    expect(all.items.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
    expect(all.items[0]).toEqual({
      id: expect.any(String),
      current: true,
      created_at: expect.any(String),
      last_seen_at: expect.any(String),
      expires_at: expect.any(String),
      ip: null,
      user_agent: null,
    });
    const first = (await call(listSessions, { cookie: other, query: { limit: 1 } })).body;
    const second = (
      await call(listSessions, { cookie: other, query: { limit: 1, cursor: first.next_cursor } })
    ).body;
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next_cursor).toBeNull();
  });

  it("end one by one, and the next request is refused", async () => {
    const other = await openSession(database, ada.userId);
    const { items } = (await call(listSessions, { cookie: other })).body;
    const [current, older] = items.map(({ id }: { id: string }) => id);
    const revoke = (cookie: string, session_id: string) =>
      call(revokeSession, { cookie, params: { session_id } });
    const foreign = await revoke(here.viewer.cookie, older);
    const missing = await revoke(other, "nope");
    expect([foreign.status, missing.status]).toEqual([404, 404]);
    expect(foreign.body.detail.replace(older, "")).toBe(missing.body.detail.replace("nope", ""));
    expect((await revoke(other, older)).status).toBe(204);
    expect([await isOpen(ada.cookie), await isOpen(other)]).toEqual([false, true]);
    expect((await revoke(other, older)).status).toBe(404);
    expect((await revoke(other, current)).status).toBe(204);
    expect(await isOpen(other)).toBe(false);
  });

  it("end all but the one that asks", async () => {
    const others = await Promise.all([1, 2, 3].map(() => openSession(database, ada.userId)));
    expect((await call(revokeOthers, { cookie: ada.cookie })).status).toBe(204);
    expect(await Promise.all([ada.cookie, ...others].map(isOpen))).toEqual([true, false, false, false]);
    expect(await isOpen(here.viewer.cookie)).toBe(true);
  });

  it("know at the next request who was removed", async () => {
    await call(removeMember, {
      token: here.owner.token,
      params: { workspace_id: here.workspaceId, user_id: ada.userId },
    });
    expect((await call(getMe, { cookie: ada.cookie })).body.memberships).toEqual([]);
  });
});
