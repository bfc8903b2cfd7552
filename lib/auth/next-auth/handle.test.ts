import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET, POST } from "#app/api/auth/[...nextauth]/route.ts";
import { GET as getMe } from "#app/v1/me/route.ts";
import { GET as listSessions } from "#app/v1/me/sessions/route.ts";
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
let clock = new Date();
let email: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await useServices(database, () => clock);
  served = await serve((request) => (request.method === "GET" ? GET(request) : POST(request)));
});
afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  clock = new Date();
  count += 1;
  email = `ada${count}@example.com`;
  await createOwner(database.db, { email, name: "Ada", password, workspaceName: "Research" });
});

/** A browser at an address that no other test uses. */
const browser = (address = `192.0.2.${count}`) => new Browser(served.origin, address);
const signIn = (client: Browser, form: Record<string, string> = {}) =>
  client.post("callback/credentials", { email, password, ...form });
const isOpen = async (cookie: string) => (await call(getMe, { cookie })).status === 200;

describe("signing in", () => {
  it("sets a cookie that opens the API, and says where to go", async () => {
    const client = browser();
    const { status, body } = await signIn(client, { email: ` ${email.toUpperCase()} ` });
    expect([status, body]).toEqual([200, { url: `${served.origin}/` }]);
    const line = client.setCookies.find((each) => each.startsWith("tributary.session="));
    expect(line).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    const me = (await call(getMe, { cookie: client.cookie })).body;
    expect(me.user.email).toBe(email);
    const { items } = (await call(listSessions, { cookie: client.cookie })).body;
    expect(items).toMatchObject([{ ip: `192.0.2.${count}`, user_agent: "Test/1", current: true }]);
    expect(Date.parse(items[0].expires_at) - clock.getTime()).toBe(30 * 86_400_000);
  });

  it("makes a new session each time, and ends the one that this browser had", async () => {
    const [first, second] = [browser(), browser()];
    await signIn(first);
    const before = first.cookie;
    await signIn(second);
    await signIn(first);
    const { items } = (await call(listSessions, { cookie: first.cookie })).body;
    expect(new Set(items.map(({ id }: { id: string }) => id)).size).toBe(2);
    expect([await isOpen(before), await isOpen(first.cookie), await isOpen(second.cookie)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("doesn't enter a session that somebody planted", async () => {
    const [mallory, victim] = [browser(), browser()];
    const other = `mallory${count}@example.com`;
    await createOwner(database.db, { email: other, name: "Mallory", password, workspaceName: "Trap" });
    await signIn(mallory, { email: other });
    victim.plant(mallory);
    await signIn(victim);
    expect((await call(getMe, { cookie: victim.cookie })).body.user.email).toBe(email);
    expect(await isOpen(mallory.cookie)).toBe(false);
  });

  it("with a wrong password leaves the session that was there", async () => {
    const client = browser();
    await signIn(client);
    const before = client.cookie;
    expect((await signIn(client, { password: "wrong" })).status).toBe(401);
    expect(await isOpen(before)).toBe(true);
  });

  it.each([
    ["a wrong password", { password: "wrong horse" }],
    ["no password", { password: "" }],
    ["an unknown address", { email: "nobody@example.com" }],
    ["an address with a NUL", { email: "a\u0000@example.com" }],
    ["an endless address", { email: "a".repeat(5000) }],
    ["an endless password", { password: "a".repeat(5000) }],
  ])("answers the same for %s", async (_, form) => {
    const client = browser();
    const { status, body } = await signIn(client, form);
    expect(status).toBe(401);
    expect(body.detail).toBe("E-mail address or password are wrong. Check both and try again.");
    expect(client.cookie).not.toContain("tributary.session");
    const asForm = await signIn(client, { ...form, json: "", callbackUrl: "/w/1" });
    expect([asForm.status, asForm.location]).toEqual([
      302,
      "/sign-in?error=unauthenticated&callbackUrl=%2Fw%2F1",
    ]);
  });

  it("goes back to a page of ours, and nowhere else", async () => {
    const client = browser();
    const goesTo = async (callbackUrl: string) =>
      (await signIn(client, { callbackUrl })).body.url.replace(served.origin, "");
    expect(await goesTo("/w/1?q=a b#c")).toBe("/w/1?q=a%20b#c");
    expect(await goesTo(`${served.origin}/invite/x`)).toBe("/invite/x");
    const elsewhere = ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"];
    const tricks = [
      "/.//evil.example",
      "javascript:alert(1)",
      "http://",
      "x",
      "",
      `${served.origin}.evil.example/`,
      `${served.origin}@evil.example/`,
    ];
    for (const callbackUrl of [...elsewhere, ...tricks]) expect(await goesTo(callbackUrl)).toBe("/");
  });

  it("refuses a form that our page didn't make", async () => {
    const client = browser();
    const form = { email, password, json: "true" };
    for (const csrfToken of ["", "0".repeat(64)]) {
      const answer = await client.fetch("/api/auth/callback/credentials", { ...form, csrfToken });
      expect([answer.status, answer.body.detail]).toEqual([403, expect.stringContaining("Reload")]);
    }
    const asForm = await client.fetch("/api/auth/callback/credentials", { email, password });
    expect(asForm.location).toBe("/sign-in?error=forbidden&callbackUrl=%2F");
    expect(client.cookie).not.toContain("tributary.session");
  });
});

describe("too many wrong passwords", () => {
  const wrong = (client: Browser, form: object = {}) => signIn(client, { password: "wrong", ...form });

  it("from one address keep even the right one out, until the wait is over", async () => {
    const client = browser();
    for (let at = 0; at < signInLimits.pair; at += 1) expect((await wrong(client)).status).toBe(401);
    const { status, headers, body } = await signIn(client);
    expect([status, body.detail]).toEqual([429, "Too many failed attempts. Try again in 15 minutes."]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(14 * 60);
    const asForm = await signIn(client, { json: "" });
    expect(asForm.location).toContain("/sign-in?error=too_many_requests&");
    expect((await signIn(browser("198.51.100.1"))).status).toBe(200);
    clock = new Date(clock.getTime() + signInLimits.windowS * 1000);
    expect((await signIn(client)).status).toBe(200);
  });

  it("are counted for an unknown account as well", async () => {
    const client = browser("198.51.100.2");
    const form = { email: `nobody${count}@example.com` };
    for (let at = 0; at < signInLimits.pair; at += 1) expect((await wrong(client, form)).status).toBe(401);
    expect((await wrong(client, form)).status).toBe(429);
  });

  it("are counted once each, however many come at once", async () => {
    const clients = Array.from({ length: 12 }, () => browser("198.51.100.3"));
    const answers = await Promise.all(clients.map((client) => wrong(client)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(signInLimits.pair);
    expect(statuses.filter((status) => status === 429)).toHaveLength(12 - signInLimits.pair);
  });

  it("from many addresses lock strangers out, not the person where they were before", async () => {
    const home = browser();
    expect((await signIn(home)).status).toBe(200);
    for (let at = 0; at < signInLimits.account; at += 1) await wrong(browser(`203.0.113.${at}`));
    expect((await wrong(browser("203.0.113.250"))).status).toBe(429);
    expect((await signIn(home)).status).toBe(200);
  });

  it("from many addresses don't keep out a person who signed out there, nor from another address of their network", async () => {
    const home = browser(`2001:db8:${count}::1`);
    expect((await signIn(home)).status).toBe(200);
    await home.post("signout");
    for (let at = 0; at < signInLimits.account; at += 1) await wrong(browser(`203.0.113.${at}`));
    expect((await signIn(browser("203.0.113.250"))).status).toBe(429);
    expect((await signIn(browser(`2001:db8:${count}::2`))).status).toBe(200);
  });

  it("at many accounts stop their address, whatever account it tries", async () => {
    const address = "2001:db8::1";
    for (let at = 0; at < signInLimits.address; at += 1) {
      await wrong(browser(address), { email: `nobody${count}-${at}@example.com` });
    }
    expect((await signIn(browser("2001:db8::2"))).status).toBe(429);
    expect((await signIn(browser("2001:db8:1::1"))).status).toBe(200);
  });

  it("are forgiven by the right one", async () => {
    const client = browser();
    for (let round = 0; round < 3; round += 1) {
      for (let at = 0; at < signInLimits.pair - 1; at += 1) expect((await wrong(client)).status).toBe(401);
      expect((await signIn(client)).status).toBe(200);
    }
  });
});

describe("signing out", () => {
  it("ends the session at once: an old cookie opens nothing", async () => {
    const [client, other] = [browser(), browser()];
    await signIn(client);
    await signIn(other);
    const old = client.cookie;
    expect(await isOpen(old)).toBe(true);
    const { status } = await client.post("signout");
    expect(status).toBe(200);
    expect(client.cookie).not.toContain("tributary.session");
    expect([await isOpen(old), await isOpen(other.cookie)]).toEqual([false, true]);
  });

  it("isn't done by another site's form, nor by a link", async () => {
    const client = browser();
    await signIn(client);
    expect((await client.fetch("/api/auth/signout", { json: "true" })).status).toBe(403);
    expect((await client.fetch("/api/auth/signout")).location).toBe("/");
    expect(await isOpen(client.cookie)).toBe(true);
  });

  it("is done twice without harm, and without a session", async () => {
    const client = browser();
    await signIn(client);
    const old = client.cookie;
    await client.post("signout");
    const again = new Browser(served.origin);
    for (const part of old.split("; ")) {
      const [name = "", value = ""] = part.split(/=(.*)/s);
      again.setCookie(name, value);
    }
    expect((await again.post("signout")).status).toBe(200);
    expect((await browser().post("signout")).status).toBe(200);
  });
});

describe("over https", () => {
  it("cookies are secure, and addresses are PUBLIC_URL's whatever host is asked", async () => {
    vi.resetModules();
    vi.stubEnv("PUBLIC_URL", "https://tributary.example.com");
    try {
      const route = await import("#app/api/auth/[...nextauth]/route.ts");
      await using secure = await serve((request) =>
        request.method === "GET" ? route.GET(request) : route.POST(request),
      );
      const client = new Browser(secure.origin, `192.0.2.${count}`);
      const { status, body } = await signIn(client, { callbackUrl: "/w/1" });
      expect([status, body]).toEqual([200, { url: "https://tributary.example.com/w/1" }]);
      expect(client.cookie).toContain("__Host-tributary.session=");
      await client.fetch("/api/auth/signin?callbackUrl=/w/2");
      for (const line of client.setCookies) {
        expect(line).toMatch(/^__Host-tributary\.\w+=[^;]*; Path=\/;.* HttpOnly; Secure; SameSite=Lax$/);
      }
      expect(client.setCookies).not.toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe("everything else", () => {
  it.each([
    ["/api/auth/_log", { code: "X", level: "error" }],
    ["/api/auth/session", undefined],
    ["/api/auth/session", {}],
    ["/api/auth/providers", undefined],
    ["/api/auth/error?error=x", undefined],
    ["/api/auth/callback/credentials", undefined],
    ["/api/auth/callback/github", {}],
    ["/api/auth/signin/oidc", {}],
    ["/api/auth/callback/oidc", undefined],
    ["/api/auth/", undefined],
    ["/api/auth/csrf/x", undefined],
  ])("%s %j is no door", async (path, form) => {
    expect((await browser().fetch(path, form)).status).toBe(404);
  });

  it("of next-auth's own pages leads to ours", async () => {
    const client = browser();
    const location = async (path: string) => (await client.fetch(path)).location;
    expect(await location("/api/auth/signin?callbackUrl=/w/1")).toBe("/sign-in?callbackUrl=%2Fw%2F1");
    expect(await location("/api/auth/signin?callbackUrl=https://evil.example")).toBe(
      "/sign-in?callbackUrl=%2F",
    );
    expect(await location("/api/auth/signin?error=a%0d%0ab:c")).toBe(
      "/sign-in?callbackUrl=%2F&error=Callback",
    );
  });

  it("that a cookie may hold does no harm", async () => {
    for (const [name, value] of [
      ["tributary.callback", "javascript:alert(1)"],
      ["tributary.callback", "%"],
      ["tributary.session", "nonsense"],
      ["tributary.csrf", "nonsense|nonsense"],
      ["tributary.state", "nonsense"],
    ] as const) {
      const client = browser();
      client.setCookie(name, value);
      expect((await signIn(client)).status).toBe(200);
    }
  });
});
