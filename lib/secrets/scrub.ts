import type { Json, JsonObject } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";

/** What credentials hold beside secrets; a message may name it. */
const namingKeys = new Set([
  "auth_provider_x509_cert_url",
  "auth_uri",
  "client_email",
  "client_id",
  "client_x509_cert_url",
  "email",
  "project_id",
  "tenant_id",
  "token_uri",
  "type",
  "universe_domain",
  "username",
]);

/** What is shorter is found in any sentence, and tells nobody anything. */
const shortest = 6;
/** Messages are cut: so much of a secret's beginning is taken for it. */
const prefix = 12;
const authorization = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const inItsPlace = "[secret]";

/**
 * Takes a connector's secrets, and those of the deployment, out of what a source says: vendors and proxies repeat in
 * their error pages what they were sent, as it was or encoded.
 */
export function createScrub(credentials: JsonObject | null): (text: string) => string {
  const { GOOGLE_CREDENTIALS, CONFLUENCE_CREDENTIALS, JIRA_CREDENTIALS, MICROSOFT_CREDENTIALS } = env();
  const sets = [
    credentials,
    GOOGLE_CREDENTIALS,
    CONFLUENCE_CREDENTIALS,
    JIRA_CREDENTIALS,
    MICROSOFT_CREDENTIALS,
  ];
  const secrets = [...new Set(sets.flatMap((set) => formsOf(set ?? {})))]
    .filter(({ length }) => length >= shortest)
    .toSorted((a, b) => b.length - a.length);
  return (text) =>
    secrets.reduce(without, text).replace(authorization, (_, scheme: string) => `${scheme} ${inItsPlace}`);
}

/** Every form in which a secret travels. */
function formsOf(credentials: JsonObject): string[] {
  const { email, username } = credentials;
  const names = [email, username].filter((name) => typeof name === "string");
  return secretsOf(credentials).flatMap((secret) => [
    ...[secret, ...secret.split(/[\s;,=]+/).filter(({ length }) => length > prefix)].flatMap(encoded),
    ...names.map((name) => Buffer.from(`${name}:${secret}`).toString("base64")),
  ]);
}

function encoded(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ secret }).toString().slice("secret=".length),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
}

function secretsOf(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap(secretsOf);
  return Object.entries(value).flatMap(([key, inner]) => (namingKeys.has(key) ? [] : secretsOf(inner)));
}

/** A text without a secret, whole or cut short. */
function without(text: string, secret: string): string {
  const begin = secret.slice(0, prefix);
  let rest = text;
  for (let at = rest.indexOf(begin); at !== -1; at = rest.indexOf(begin, at + inItsPlace.length)) {
    let end = at + begin.length;
    while (end < rest.length && rest[end] === secret[end - at]) end++;
    rest = rest.slice(0, at) + inItsPlace + rest.slice(end);
  }
  return rest;
}
