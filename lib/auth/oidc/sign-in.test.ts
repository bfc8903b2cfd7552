import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getMe } from "#app/v1/me/route.ts";
import { POST as invite } from "#app/v1/workspaces/[workspace_id]/invitations/route.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { handleAuth } from "#lib/auth/next-auth/handle.ts";
import { Browser } from "#lib/auth/testing/browser.ts";
import { client, type Issuer, startIssuer } from "#lib/auth/testing/issuer.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { type Served, serve } from "#lib/testing/serve.ts";
import { useServices } from "#lib/testing/services.ts";

let database: TestDatabase;
let issuer: Issuer;
let served: Served;
let here: TestWorkspace;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
  await useServices(database);
  issuer = await startIssuer();
  const settings = {
    issuer: `${issuer.origin}/`,
    clientId: client.id,
    clientSecret: client.secret,
    name: "Example Inc.",
  };
  served = await serve((request) => handleAuth(request, settings));
});
afterAll(async () => {
  await served[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  count += 1;
  issuer.forge = undefined;
  here = await createWorkspace(database);
});

/** The way through the issuer and back, to where our callback sends the browser. */
async function signIn(callbackUrl = "/w/1", browser = new Browser(served.origin)) {
  const { body } = await browser.post("signin/oidc", { callbackUrl });
  const asked = await fetch(body.url, { redirect: "manual" });
  const back = asked.headers.get("location") ?? "";
  const { location } = await browser.fetch(back.replace(served.origin, ""));
  return { browser, location: (location ?? "").replace(served.origin, ""), back };
}

const someone = (more: object = {}) => ({
  sub: `subject ${count}`,
  email: `Grace${count}@Example.com`,
  email_verified: true,
  name: "Grace Hopper",
  ...more,
});
const me = async ({ cookie }: Browser) => (await call(getMe, { cookie })).body;

async function inviteThem(email: string, workspace: { workspaceId: string; token: string }): Promise<void> {
  const { status } = await call(invite, {
    params: { workspace_id: workspace.workspaceId },
    token: workspace.token,
    body: { email, role: "viewer" },
  });
  expect(status).toBe(201);
}

function identities(userId: string) {
  return withScope(database.db, { identity: true }, (trx) =>
    trx.selectFrom("user_identities").select(["provider", "subject"]).where("user_id", "=", userId).execute(),
  );
}

describe("somebody with an account", () => {
  it("is known by their verified address, and by their subject from then on", async () => {
    const { email, userId } = here.editor;
    issuer.someone = someone({ email: email.toUpperCase(), email_verified: "true" });
    const first = await signIn();
    expect(first.location).toBe("/w/1");
    expect((await me(first.browser)).user.id).toBe(userId);
    expect(await identities(userId)).toEqual([{ provider: issuer.origin, subject: `subject ${count}` }]);
    issuer.someone = someone({ email: "renamed@example.com", email_verified: false, name: "Other" });
    const second = await signIn();
    expect((await me(second.browser)).user).toMatchObject({ id: userId, email, name: "editor" });
  });

  it("isn't known by an address that the issuer hasn't verified", async () => {
    for (const email_verified of [false, undefined, "false", "yes"]) {
      issuer.someone = { ...someone({ email: here.editor.email }), email_verified };
      const { browser, location } = await signIn();
      expect(location).toBe("/sign-in?error=email_not_verified&callbackUrl=%2Fw%2F1");
      expect(browser.cookie).not.toContain("tributary.session");
    }
    expect(await identities(here.editor.userId)).toEqual([]);
  });

  it("is known by an address that only userinfo tells", async () => {
    issuer.someone = someone({ email: here.viewer.email, inUserinfo: true });
    const { browser } = await signIn();
    expect((await me(browser)).user.id).toBe(here.viewer.userId);
  });

  it("goes back to our pages only", async () => {
    issuer.someone = someone({ email: here.viewer.email });
    expect((await signIn("https://evil.example/")).location).toBe("/");
  });
});

describe("somebody without an account", () => {
  it("isn't let in, nor given a workspace, without an invitation", async () => {
    issuer.someone = someone();
    const { browser, location } = await signIn();
    expect(location).toBe("/sign-in?error=no_account&callbackUrl=%2Fw%2F1");
    expect(browser.cookie).not.toContain("tributary.session");
    const found = await withScope(database.db, { identity: true }, (trx) =>
      trx.selectFrom("users").select("id").where("email", "=", `grace${count}@example.com`).execute(),
    );
    expect(found).toEqual([]);
  });

  it("joins wherever an invitation waits for their verified address", async () => {
    const email = `grace${count}@example.com`;
    await inviteThem(email, { workspaceId: here.workspaceId, token: here.owner.token });
    await inviteThem(email, here.foreign);
    issuer.someone = someone({ email_verified: false });
    expect((await signIn()).location).toContain("error=email_not_verified");
    issuer.someone = someone();
    const { browser } = await signIn();
    const { user, memberships } = await me(browser);
    expect(user).toMatchObject({ email, name: "Grace Hopper", has_password: false });
    const joined = memberships.map(({ workspace_id, role }: { workspace_id: string; role: string }) => [
      workspace_id,
      role,
    ]);
    expect(joined.toSorted()).toEqual(
      [here.workspaceId, here.foreign.workspaceId].toSorted().map((id) => [id, "viewer"]),
    );
    expect((await me((await signIn()).browser)).user.id).toBe(user.id);
  });

  it("may be told nothing but a subject", async () => {
    issuer.someone = { sub: "x" };
    expect((await signIn()).location).toContain("error=email_not_verified");
  });

  it("has no name that can't be stored", async () => {
    const email = `grace${count}@example.com`;
    await inviteThem(email, { workspaceId: here.workspaceId, token: here.owner.token });
    issuer.someone = someone({ name: `\u0000 ${"n".repeat(300)}` });
    expect((await me((await signIn()).browser)).user.name).toBe("n".repeat(100));
  });
});

describe("an answer that isn't the issuer's to us", () => {
  it.each(["key", "audience", "nonce", "issuer"] as const)("with another %s opens nothing", async (forge) => {
    issuer.someone = someone({ email: here.owner.email });
    issuer.forge = forge;
    const { browser, location } = await signIn();
    expect(location).toBe("/sign-in?error=OAuthCallback&callbackUrl=%2Fw%2F1");
    expect(browser.cookie).not.toContain("tributary.session");
  });

  it("opens nothing in another browser, nor twice", async () => {
    issuer.someone = someone({ email: here.owner.email });
    const { back } = await signIn();
    for (const browser of [new Browser(served.origin), (await signIn()).browser]) {
      const { location } = await browser.fetch(back.replace(served.origin, ""));
      expect(location).toContain("/sign-in?error=OAuthCallback");
    }
  });

  it("is a refusal there, told here", async () => {
    issuer.someone = { error: "access_denied" };
    const { location, browser } = await signIn();
    expect(location).toBe("/sign-in?error=Callback&callbackUrl=%2Fw%2F1");
    expect(browser.cookie).not.toContain("tributary.session");
  });

  it("isn't had at all while the issuer is down", async () => {
    const settings = { issuer: "http://127.0.0.1:1", clientId: "a", clientSecret: "b", name: "Down" };
    await using down = await serve((request) => handleAuth(request, settings));
    const { body } = await new Browser(down.origin).post("signin/oidc");
    expect(body.url).toBe(`${down.origin}/sign-in?error=OAuthSignin&callbackUrl=%2F`);
  });
});
