import { generateKeyPairSync } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as check } from "#app/v1/workspaces/[workspace_id]/connectors/check/route.ts";
import { POST as preview } from "#app/v1/workspaces/[workspace_id]/connectors/preview/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { env } from "#lib/env.ts";
import { openSite, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { creationExamples } from "./examples.ts";
import { connectorTypes, slotSchemas } from "./slots.ts";

// Every text among the settings and credentials of every type is an address that must not be reached, in turn. Only
// the vendors' own addresses, which the environment has pointed at a site of ours, may see a connection.

const addresses = [
  "http://127.0.0.2/",
  "https://2130706434/wiki",
  "https://[::ffff:7f00:2]/",
  "https://[::1]:9/",
  "https://169.254.169.254/latest/meta-data/",
  "https://metadata.google.internal/computeMetadata/v1/",
  "https://①②⑦.⓪.⓪.②/",
  "https://localhost./",
  "https://127.0.0.2#@example.sharepoint.com/sites/a",
  "https://example.atlassian.net@127.0.0.2/wiki",
  "file:///etc/passwd",
];

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const application = { tenant_id: "tenant", client_id: "client", client_secret: "secret" };
/** Credentials with which each type goes as far as to ask somebody. */
const credentials: Record<string, object> = {
  google_drive: { client_id: "id", client_secret: "secret", refresh_token: "token" },
  impersonated_google_drive: {
    service_account: {
      type: "service_account",
      client_email: "bot@example.com",
      private_key: privateKey,
      token_uri: "https://oauth2.googleapis.com/token",
    },
  },
  web_scraper: { username: "ana", password: "secret" },
  confluence: { personal_access_token: "secret" },
  jira: { personal_access_token: "secret" },
  sharepoint: application,
  onedrive: application,
};

let database: TestDatabase;
let here: TestWorkspace;
let vendor: Site;
const connected: string[] = [];
const onConnect = (message: unknown) => {
  const { connectParams } = message as { connectParams: { host: string } };
  connected.push(connectParams.host);
};
const channels = ["undici:client:connected", "undici:client:connectError"];
/** What the guard refused never was a connection; its error says so. */
const onError = (message: unknown) => {
  const { error } = message as { error: { kind?: string } };
  if (error.kind !== "blocked") onConnect(message);
};

beforeAll(async () => {
  vendor = await openSite({ "/token": { body: JSON.stringify({ access_token: "token" }) } });
  Object.assign(env(), {
    ALLOW_PRIVATE_HOSTS: [vendor.host],
    GOOGLE_API_ROOT: vendor.origin,
    GOOGLE_TOKEN_URL: `${vendor.origin}/token`,
    GRAPH_ROOT: vendor.origin,
    MICROSOFT_LOGIN_ROOT: vendor.origin,
    ATLASSIAN_API_ROOT: vendor.origin,
  });
  database = await createTestDatabase();
  await useServices(database);
  here = await createWorkspace(database);
  subscribe(channels[0] ?? "", onConnect);
  subscribe(channels[1] ?? "", onError);
});
afterAll(async () => {
  unsubscribe(channels[0] ?? "", onConnect);
  unsubscribe(channels[1] ?? "", onError);
  await database[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
});

type Node = Record<string, unknown>;

/** Copies of a value, each with another of its texts replaced; a text that is missing but taken is put in. */
function replacements(value: unknown, text: string): unknown[] {
  if (typeof value === "string") return [text];
  if (Array.isArray(value))
    return value.length > 0 ? replacements(value[0], text).map((one) => [one]) : [[text]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value as Node).flatMap(([key, inner]) =>
    replacements(inner, text).map((one) => ({ ...(value as Node), [key]: one })),
  );
}

/** An example of a type with every field that its schema knows. */
function wholeSlots(type: (typeof connectorTypes)[number]): Node {
  const { slots } = creationExamples[type] as { slots: Node };
  const { shape } = slotSchemas[type] as unknown as { shape?: Record<string, unknown> };
  const parsed = slotSchemas[type].parse(slots) as Node;
  const empty = Object.keys(shape ?? {}).filter((key) => !(key in parsed));
  const whole = { ...parsed, ...Object.fromEntries(empty.map((key) => [key, ""])) };
  return type === "web_scraper" ? { ...whole, email: here.viewer.email } : whole;
}

const asked = (body: object) => ({
  params: { workspace_id: here.workspaceId },
  token: here.owner.token,
  body,
});

describe.each(connectorTypes.filter((type) => type !== "upload"))("the addresses of %s", (type) => {
  it.each(addresses)("don't lead to %s", { timeout: 60_000 }, async (address) => {
    const slots = local(wholeSlots(type));
    const usual = Object.fromEntries(Object.entries(slots).filter(([, value]) => value !== ""));
    const trials = [
      ...replacements(slots, address).map((tried) => ({
        slots: withoutEmpty(tried),
        credentials: credentials[type],
      })),
      ...replacements(credentials[type], address).map((tried) => ({
        slots: usual,
        credentials: tried,
      })),
    ];
    expect(trials.length).toBeGreaterThan(2);
    connected.length = 0;
    for (const trial of trials) {
      const body = { type, ...trial };
      for (const door of [check, preview])
        expect((await call(door, asked(body))).status).toBeOneOf([200, 400]);
      const made = await call(create, {
        ...asked({ ...body, name: "X" }),
        query: { scheduler_type: "imed" },
      });
      expect(made.status).toBeOneOf([201, 400]);
    }
    expect([...new Set(connected)].filter((host) => host !== vendor.host)).toEqual([]);
  });
});

const withoutEmpty = (slots: unknown) =>
  Object.fromEntries(Object.entries(slots as Node).filter(([, value]) => value !== ""));

/** Where the example names a site of the internet, ours is. */
function local(slots: Node): Node {
  return {
    ...slots,
    ...("base_url" in slots && { base_url: vendor.origin }),
    ...("url" in slots && { url: `${vendor.origin}/` }),
  };
}

it("leave no other way out: nothing but lib/net opens connections", () => {
  const root = join(import.meta.dirname, "../..");
  const opening = /from "(undici|node:(https|net|tls|dgram|dns|dns\/promises|http2))"|(?<![.\w])fetch\("http/;
  const files = globSync("{lib,app}/**/*.{ts,tsx}", { cwd: root }).filter(
    (file) => !/\.test\.|\/testing\//.test(file),
  );
  const found = files.filter((file) => opening.test(readFileSync(join(root, file), "utf8")));
  expect(found.filter((file) => !file.startsWith("lib/net/")).toSorted()).toEqual(exceptions);
});

/** Who looks like it, and why it isn't a way out for what a tenant wrote. */
const exceptions: string[] = [];
