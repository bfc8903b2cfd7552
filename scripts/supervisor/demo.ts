import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createOwner } from "#lib/auth/create-owner.ts";
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
 * that the first look is never empty and is real. Made once; later starts read it back.
 */
export async function createDemo(services: Services, place: DemoPlace): Promise<Welcome> {
  const file = join(place.dataDir, "demo.json");
  const demo = existsSync(file) ? readDemo(file, place) : await make(services, place);
  writeFileSync(file, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return { lines: linesOf(demo, file) };
}

function readDemo(file: string, { url, databaseUrl }: DemoPlace): Demo {
  return { ...(JSON.parse(readFileSync(file, "utf8")) as Demo), url, database_url: databaseUrl };
}

async function make(services: Services, { url, databaseUrl }: DemoPlace): Promise<Demo> {
  const email = "demo@tributary.local";
  const password = randomBytes(12).toString("base64url");
  const owner = { email, password, name: "Demo", workspaceName: "Demo" };
  const { userId, workspaceId } = await createOwner(services.db, owner);
  const ctx: Context = {
    ...services,
    workspaceId,
    timeZone: "Etc/UTC",
    actor: { type: "user", userId, sessionId: randomUUID() },
    role: "owner",
    requestId: randomUUID(),
  };
  const { token } = await createToken(ctx, { name: "demo", role: "owner", expires_at: null });
  const collection = await createCollection(ctx, { name: "Tributary's documentation", description: "" });
  const connector = {
    id: "tributary-docs",
    name: "Tributary's documentation",
    type: "web_scraper" as const,
    slots: { url: `${url}/docs`, extraction_type: "all", email },
    credentials: {},
    collection_ids: [collection.id],
  };
  await createConnector(ctx, connector, { scheduler_type: "imed" });
  return {
    url,
    workspace_id: workspaceId,
    email,
    password,
    token,
    database_url: databaseUrl,
    collection_id: collection.id,
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
    `Your token and ids are in ${file}.`,
    "",
    "Bring in a web site from here; put its address instead of ours:",
    "",
    `curl -X POST '${demo.url}/v1/connector/create_connector/${demo.workspace_id}?scheduler_type=imed' \\`,
    `  -H 'Authorization: Bearer ${demo.token}' -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ];
}
