import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withScope } from "#db/scope.ts";
import { insertOwner } from "#lib/auth/create-owner.ts";
import { isSetUp } from "#lib/auth/setup-code.ts";
import { createToken } from "#lib/auth/tokens/create.ts";
import { createCollection } from "#lib/collections/create.ts";
import { createConnector } from "#lib/connectors/create.ts";
import type { Context, Services } from "#lib/context.ts";
import type { Welcome } from "./first-start.ts";

type Demo = {
  url: string;
  workspace_id: string;
  email: string;
  password: string;
  token: string;
  database_url: string;
  collection_id: string;
};

export type DemoPlace = { url: string; dataDir: string; databaseUrl: string };

/**
 * A workspace to look at: an owner, a token, and a collection that reads the product's own documentation pages, so
 * that the first look is never empty and is real. Made while nobody has an account; later starts read it back.
 */
export async function createDemo(services: Services, place: DemoPlace): Promise<Welcome> {
  const file = join(place.dataDir, "demo.json");
  if (await isSetUp(services.db)) {
    const demo = readDemo(file, place);
    if (demo) write(file, demo);
    return { lines: demo ? linesOf(demo, file) : [`Sign in: ${place.url}/sign-in`] };
  }
  const demo = await make(services, place, (made) => write(file, made));
  return { lines: linesOf(demo, file), readsOwnPages: true };
}

/** What an earlier start made, at the address of this one. */
function readDemo(file: string, { url, databaseUrl }: DemoPlace): Demo | undefined {
  if (!existsSync(file)) return undefined;
  return { ...(JSON.parse(readFileSync(file, "utf8")) as Demo), url, database_url: databaseUrl };
}

function write(file: string, demo: Demo): void {
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** One transaction. The secrets are kept before it commits: an account whose password nobody has can't come about. */
function make(services: Services, place: DemoPlace, keep: (demo: Demo) => void): Promise<Demo> {
  const { url, databaseUrl } = place;
  const email = "demo@tributary.local";
  const password = randomBytes(12).toString("base64url");
  const requestId = randomUUID();
  return withScope(services.db, { identity: true }, async (trx) => {
    const owner = { email, password, name: "Demo", workspaceName: "Demo" };
    const { userId, workspaceId } = await insertOwner(trx, owner, requestId);
    const actor = { type: "user" as const, userId, sessionId: randomUUID() };
    const ctx: Context = {
      ...services,
      workspaceId,
      timeZone: "Etc/UTC",
      actor,
      role: "owner",
      requestId,
      trx,
    };
    const { token } = await createToken(ctx, { name: "demo", role: "owner", scopes: null, expires_at: null });
    const collection = await createCollection(ctx, { name: "Tributary's documentation", description: "" });
    const demo = {
      url,
      workspace_id: workspaceId,
      email,
      password,
      token,
      database_url: databaseUrl,
      collection_id: collection.id,
    };
    await createConnector(ctx, docsConnector(demo), { scheduler_type: "imed" });
    keep(demo);
    return demo;
  });
}

function docsConnector({ url, email, collection_id }: Demo) {
  return {
    id: "tributary-docs",
    name: "Tributary's documentation",
    type: "web_scraper" as const,
    slots: { url: `${url}/docs`, extraction_type: "all", email },
    credentials: {},
    collection_ids: [collection_id],
  };
}

function linesOf(demo: Demo, file: string): string[] {
  const body = {
    name: "My first site",
    type: "web_scraper",
    slots: { url: `${demo.url}/docs`, extraction_type: "all", email: demo.email },
    collection_ids: [demo.collection_id],
  };
  return [
    `Sign in: ${demo.url}/sign-in`,
    `  E-mail address: ${demo.email}`,
    `  Password: ${demo.password}`,
    `These, your token and ids are also in ${file}.`,
    "",
    "Bring in a web site from here; put its address instead of ours:",
    "",
    `curl -X POST '${demo.url}/v1/connector/create_connector/${demo.workspace_id}?scheduler_type=imed' \\`,
    `  -H 'Authorization: Bearer ${demo.token}' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ];
}
