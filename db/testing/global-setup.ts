import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "#db/embedded/server.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { createOwner, templateDatabase, urlOf } from "./cluster.ts";

/** One server for the run, one migrated template; each test file clones the template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), "tributary-test-"));
  chmodSync(root, 0o755);
  const server = await startEmbedded({
    clusterDir: join(root, "postgres"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await createOwner(admin);
  await admin.query(`create database ${templateDatabase} owner tributary`);
  await admin.end();
  await prepareDatabase(urlOf(server.adminUrl, templateDatabase));
  project.provide("adminUrl", server.adminUrl);
  return async () => {
    await server.stop();
    await rm(root, { recursive: true, force: true });
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
  }
}
