import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SourceError } from "#lib/connectors/source.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import {
  openVendorServer,
  type VendorAnswer,
  type VendorServer,
} from "#lib/sources/vendor/testing/vendor-server.ts";
import { readSignIn } from "./sign-in.ts";
import { openAtlassianSite, type Prove } from "./site.ts";

const me = z.object({ name: z.string() });
const prove: Prove<{ name: string }> = (site) => site.json("/rest/myself", me, { expand: ["a", "b"] });
const baseUrl = "https://jira.example.com";
const byToken = readSignIn("Jira", { own: { email: "bot@example.com", api_token: "secret" }, baseUrl });
const byBearer = readSignIn("Jira", { own: { personal_access_token: "pat" }, baseUrl });

let site: VendorServer;
let gateway: VendorServer;
let fetch: ReturnType<typeof createGuardedFetch>;
let answers: Record<string, VendorAnswer>;

beforeEach(async () => {
  answers = { "/rest/myself": { json: { name: "Bot" } } };
  site = await openVendorServer(({ url }) => answers[url.pathname] ?? { status: 404, body: "Not here" });
  gateway = await openVendorServer(
    ({ url }) => answers[`gateway${url.pathname}`] ?? { status: 404, json: {} },
    "127.0.0.2",
  );
  fetch = createGuardedFetch({ allowPrivateHosts: [site.host, gateway.host] });
});
afterEach(async () => {
  await fetch.close();
  await site[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

const open = (path = "", signIn = byToken) =>
  openAtlassianSite(
    {
      vendor: "Jira",
      baseUrl: site.origin + path,
      signIn,
      fetch,
      signal: AbortSignal.timeout(20_000),
      gateway: gateway.origin,
    },
    prove,
  );

async function failureOf(asked: Promise<unknown>): Promise<SourceError> {
  return asked.then(
    () => Promise.reject(new Error("It was opened.")),
    (error: SourceError) => error,
  );
}

const asCloud = () => {
  answers["/_edge/tenant_info"] = { json: { cloudId: "11111111-2222-3333-4444-555555555555" } };
};
const atGateway = "gateway/ex/jira/11111111-2222-3333-4444-555555555555/rest/myself";

describe("what a site is", () => {
  it("is found out: Data Center, with its context path", async () => {
    answers["/jira/rest/myself"] = { json: { name: "Bot" } };
    const opened = await open("/jira/browse/DOC-1", byBearer);
    expect(opened.proof).toEqual({ name: "Bot" });
    expect(opened.site).toMatchObject({ deployment: "data_center", root: `${site.origin}/jira` });
    expect(site.calls.at(-1)?.url.search).toBe("?expand=a&expand=b");
    expect(site.calls.at(-1)?.headers.authorization).toBe("Bearer pat");
    expect(site.calls[0]?.headers.authorization).toBeUndefined();
  });

  it("is found out: Cloud, whatever its address", async () => {
    asCloud();
    const opened = await open("/jira/software/projects/DOC");
    expect(opened.site).toMatchObject({ deployment: "cloud", root: site.origin, api: site.origin });
    expect(site.calls.at(-1)?.headers.authorization).toBe(`Basic ${btoa("bot@example.com:secret")}`);
  });

  it("is Data Center too when it shows a page to whoever asks for the id of a Cloud site", async () => {
    answers["/_edge/tenant_info"] = { body: "<h1>Sign in</h1>" };
    expect((await open()).site.deployment).toBe("data_center");
  });

  it("isn't guessed while it doesn't answer", async () => {
    site.fail(/tenant_info/, { kind: "answer", answer: { status: 500 } }, { times: 3 });
    expect(await failureOf(open())).toMatchObject({ kind: "unavailable" });
  });
});

it("takes no path that leads to another host", async () => {
  const opened = await open();
  await expect(opened.site.open("@127.0.0.2/file")).rejects.toThrow("isn't one of its own");
  expect(site.calls.every(({ url }) => !url.pathname.includes("file"))).toBe(true);
});

describe("a token with scopes", () => {
  it("goes to the gateway, which alone takes it", async () => {
    asCloud();
    answers["/rest/myself"] = { status: 401, json: {} };
    answers[atGateway] = { json: { name: "Scoped" } };
    const opened = await open();
    expect(opened.proof).toEqual({ name: "Scoped" });
    expect(opened.site.root).toBe(site.origin);
    expect(opened.site.api).toBe(`${gateway.origin}/ex/jira/11111111-2222-3333-4444-555555555555`);
    expect(site.calls).toHaveLength(2);
  });

  it("of a service account is tried there only", async () => {
    asCloud();
    answers[atGateway] = { json: { name: "Service" } };
    expect((await open("", byBearer)).proof).toEqual({ name: "Service" });
    expect(site.calls.some(({ headers }) => headers.authorization)).toBe(false);
  });

  it("that lacks one is told so", async () => {
    asCloud();
    answers["/rest/myself"] = { status: 401, json: {} };
    answers[atGateway] = { status: 401, json: { code: 401, message: "Unauthorized; scope does not match" } };
    const error = await failureOf(open());
    expect(error).toMatchObject({ kind: "credentials", reason: "scope" });
    expect(error.message).toContain("lacks a scope for /rest/myself of Jira");
  });
});

describe("why a site can't be read", () => {
  const says = (status: number, answer: VendorAnswer) => async () => {
    answers["/rest/myself"] = { status, ...answer };
    return failureOf(open());
  };

  it.each([
    [
      "wrong credentials",
      says(401, { json: {} }),
      { kind: "credentials", message: expect.stringContaining("ended or was revoked") },
    ],
    [
      "a captcha",
      says(403, {
        headers: { "x-authentication-denied-reason": "CAPTCHA_CHALLENGE; login-url=x" },
        body: "",
      }),
      { kind: "credentials", message: expect.stringContaining("sign in once in a browser") },
    ],
    [
      "a sign-in page",
      says(302, { headers: { location: "https://sso.example.com/saml?x=1" } }),
      { kind: "credentials", message: expect.stringContaining("sso.example.com") },
    ],
    [
      "a site that moved",
      says(301, { headers: { location: "https://new.example.com/rest/myself" } }),
      { kind: "misconfigured", message: expect.stringContaining("https://new.example.com") },
    ],
    [
      "a limit with its end",
      says(429, {
        headers: { "x-ratelimit-reset": "2026-11-25T10:00:00Z", "ratelimit-reason": "jira-burst-based" },
      }),
      { kind: "rate_limited", retryAt: new Date("2026-11-25T10:00:00Z"), reason: "jira-burst-based" },
    ],
    [
      "what Jira says itself",
      says(400, { json: { errorMessages: ["The value 'X' does not exist."], errors: { jql: "Bad field" } } }),
      {
        kind: "misconfigured",
        message: expect.stringContaining("“The value 'X' does not exist. Bad field”"),
      },
    ],
    [
      "what Confluence says itself",
      says(403, { json: { errors: [{ status: 403, title: "No access", detail: "Ask an admin" }] } }),
      { message: expect.stringContaining("“No access Ask an admin”") },
    ],
  ])("is told: %s", async (_name, fail, expected) => {
    expect(await fail()).toMatchObject(expected);
  });

  it("is told: nothing to sign in with, or half of it", () => {
    expect(() => readSignIn("Jira", { own: null, baseUrl })).toThrow("Jira wants a sign-in");
    expect(() => readSignIn("Jira", { own: { email: "bot@example.com" }, baseUrl })).toThrow(
      "Enter the API token.",
    );
  });
});

it("sends the deployment's credentials to the site that they name, and to no other", () => {
  const deployments = { base_url: "https://jira.example.com/jira", personal_access_token: "deployment's" };
  expect(readSignIn("Jira", { own: null, deployments, baseUrl }).authorization).toBe("Bearer deployment's");
  const own = { personal_access_token: "own" };
  expect(readSignIn("Jira", { own, deployments, baseUrl }).authorization).toBe("Bearer own");
  for (const elsewhere of [
    "https://jira.example.com:8443",
    "http://jira.example.com",
    "https://evil.example",
  ]) {
    expect(() => readSignIn("Jira", { own: null, deployments, baseUrl: elsewhere })).toThrow(
      "wants a sign-in",
    );
  }
  const nameless = { personal_access_token: "nobody's" };
  expect(() => readSignIn("Jira", { own: null, deployments: nameless, baseUrl })).toThrow("wants a sign-in");
});
