import { TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as authGet, POST as authPost } from "#app/api/auth/[...nextauth]/route.ts";
import { GET as getMe } from "#app/v1/me/route.ts";
import { POST as renewCodes } from "#app/v1/me/second_factor/recovery_codes/route.ts";
import { POST as turnOff } from "#app/v1/me/second_factor/removal/route.ts";
import { POST as turnOn } from "#app/v1/me/second_factor/route.ts";
import { POST as setUp } from "#app/v1/me/second_factor/setup/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createOwner } from "#lib/auth/create-owner.ts";
import { Browser } from "#lib/auth/testing/browser.ts";
import { signInLimits } from "#lib/auth/throttle.ts";
import { call } from "#lib/testing/call.ts";
import { type Served, serve } from "#lib/testing/serve.ts";
import { useServices } from "#lib/testing/services.ts";

const password = "correct horse battery staple";
let database: TestDatabase;
let served: Served;
let clock: Date;
let email: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await useServices(database, () => clock);
  served = await serve((request) => (request.method === "GET" ? authGet(request) : authPost(request)));
});
afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  clock = new Date("2026-11-25T12:00:00Z");
  count += 1;
  email = `ada${count}@example.com`;
  await createOwner(database.db, { email, name: "Ada", password, workspaceName: "Research" });
});

/** A browser at an address that no other test uses. */
const browser = (host = 1) => new Browser(served.origin, `192.0.${count}.${host}`);
const signIn = (client: Browser, form: Record<string, string> = {}) =>
  client.post("callback/credentials", { email, password, ...form });
const codeOf = (secret: string, afterS = 0) =>
  new TOTP({ secret }).generate({ timestamp: clock.getTime() + afterS * 1000 });
const later = (seconds: number) => {
  clock = new Date(clock.getTime() + seconds * 1000);
};
const ask = (handler: typeof setUp, cookie: string, body: object) => call(handler, { cookie, body });
const given = { current_password: password };

/** Somebody who signed in and turned the second factor on. */
async function withFactor() {
  const client = browser();
  await signIn(client);
  const { cookie } = client;
  const { secret, setup } = (await ask(setUp, cookie, given)).body;
  const on = await ask(turnOn, cookie, { setup, code: codeOf(secret) });
  expect(on.status).toBe(200);
  later(60);
  return { cookie, secret: secret as string, codes: on.body.recovery_codes as string[] };
}

const factorOf = async (cookie: string) => (await call(getMe, { cookie })).body.user.second_factor;

describe("turning it on", () => {
  it("wants password and first code, gives ten recovery codes, and ends sessions that began without it", async () => {
    const other = browser(2);
    await signIn(other);
    const { cookie, codes } = await withFactor();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([a-z2-7]{4}-){5}[a-z2-7]{4}$/);
    expect(await factorOf(cookie)).toEqual({ since: "2026-11-25T12:00:00.000Z", recovery_codes: 10 });
    expect((await call(getMe, { cookie: other.cookie })).status).toBe(401);
  });

  it("changes nothing before a right code came in time, for this account", async () => {
    const client = browser();
    await signIn(client);
    const { cookie } = client;
    const { secret, setup } = (await ask(setUp, cookie, given)).body;
    const wrong = await ask(turnOn, cookie, { setup, code: codeOf(secret, 300) });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, "code"]);
    expect((await ask(turnOn, cookie, { setup, code: "12345" })).status).toBe(400);
    expect((await ask(turnOn, cookie, { setup: "AAAA", code: codeOf(secret) })).status).toBe(409);
    count += 1;
    await createOwner(database.db, {
      email: `eve${count}@example.com`,
      name: "E",
      password,
      workspaceName: "E",
    });
    const eve = browser();
    await signIn(eve, { email: `eve${count}@example.com` });
    expect((await ask(turnOn, eve.cookie, { setup, code: codeOf(secret) })).status).toBe(409);
    later(16 * 60);
    expect((await ask(turnOn, cookie, { setup, code: codeOf(secret) })).status).toBe(409);
    expect(await factorOf(cookie)).toBeNull();
    expect((await signIn(browser())).status).toBe(200);
  });

  it("is no way to guess a password", async () => {
    const client = browser();
    await signIn(client);
    for (let at = 0; at < signInLimits.pair; at += 1) {
      const { status, body } = await ask(setUp, client.cookie, { current_password: "wrong" });
      expect([status, body.errors[0].path]).toEqual([400, "current_password"]);
    }
    expect((await ask(setUp, client.cookie, given)).status).toBe(429);
  });
});

describe("signing in", () => {
  it("asks for the code once the password is right, and not before", async () => {
    const { secret } = await withFactor();
    const client = browser();
    const wrong = await signIn(client, { password: "wrong", code: codeOf(secret) });
    expect(wrong.body.type).toBe("/docs/errors#unauthenticated");
    const asked = await signIn(client);
    expect([asked.status, asked.body.type]).toEqual([401, "/docs/errors#second-factor"]);
    expect(client.cookie).not.toContain("tributary.session");
    const asForm = await signIn(client, { json: "", callbackUrl: "/w/1" });
    expect(asForm.location).toBe("/sign-in?error=second_factor&callbackUrl=%2Fw%2F1");
    expect((await signIn(client, { code: codeOf(secret) })).status).toBe(200);
    expect((await call(getMe, { cookie: client.cookie })).body.user.email).toBe(email);
  });

  it("takes a code once, and none from before it", async () => {
    const { secret } = await withFactor();
    const code = codeOf(secret);
    expect((await signIn(browser(), { code })).status).toBe(200);
    expect((await signIn(browser(), { code })).status).toBe(401);
    expect((await signIn(browser(), { code: codeOf(secret, -30) })).status).toBe(401);
    expect((await signIn(browser(), { code: codeOf(secret, 30) })).status).toBe(200);
  });

  it("takes one of two that send the same code at once", async () => {
    const { secret } = await withFactor();
    const code = codeOf(secret);
    const answers = await Promise.all([1, 2, 3, 4].map((host) => signIn(browser(host), { code })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401]);
  });

  it("takes a recovery code in place of it, each once, however it is typed", async () => {
    const { cookie, codes } = await withFactor();
    const [first = "", second = ""] = codes;
    expect((await signIn(browser(), { code: first.toUpperCase().replaceAll("-", " ") })).status).toBe(200);
    expect((await signIn(browser(), { code: first })).status).toBe(401);
    expect((await signIn(browser(), { code: second })).status).toBe(200);
    expect(await factorOf(cookie)).toMatchObject({ recovery_codes: 8 });
  });

  it("stops whoever knows the password from trying every code, also with sign-ins that give none in between", async () => {
    const { secret } = await withFactor();
    const thief = browser(9);
    for (let at = 0; at < signInLimits.pair; at += 1) {
      const { status, body } = await signIn(thief, { code: "000000" });
      expect([status, body.errors[0].path]).toEqual([401, "code"]);
      if (at < signInLimits.pair - 1) expect((await signIn(thief)).status).toBe(401);
    }
    expect((await signIn(thief, { code: codeOf(secret) })).status).toBe(429);
    expect((await signIn(browser(), { code: codeOf(secret) })).status).toBe(200);
  });
});

describe("afterwards", () => {
  it("new recovery codes replace the old ones", async () => {
    const { cookie, codes } = await withFactor();
    expect((await ask(renewCodes, cookie, { current_password: "wrong" })).status).toBe(400);
    const renewed = (await ask(renewCodes, cookie, given)).body.recovery_codes;
    expect((await signIn(browser(), { code: codes[0] ?? "" })).status).toBe(401);
    expect((await signIn(browser(), { code: renewed[0] })).status).toBe(200);
  });

  it("it can be turned off with the password, and its codes with it", async () => {
    const { cookie, codes } = await withFactor();
    expect((await ask(turnOff, cookie, { current_password: "wrong" })).status).toBe(400);
    expect((await ask(turnOff, cookie, given)).status).toBe(204);
    expect((await signIn(browser(), { code: codes[0] ?? "" })).status).toBe(200);
    expect(await factorOf(cookie)).toBeNull();
    const renewed = await ask(renewCodes, cookie, given);
    expect([renewed.status, renewed.body.detail]).toEqual([409, expect.stringContaining("Turn it on first")]);
  });
});
