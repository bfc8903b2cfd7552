// Writes db/types.ts from the migrated schema: npm run db:types
import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";

const root = await mkdtemp(join(tmpdir(), "tributary-types-"));
chmodSync(root, 0o755);
const server = await startEmbedded({ clusterDir: join(root, "postgres"), settings: { fsync: "off" } });
try {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await createOwner(admin);
  await admin.query("create database types owner tributary");
  await admin.end();
  await prepareDatabase(urlOf(server.adminUrl, "types"));
  const url = new URL(server.adminUrl);
  url.pathname = "/types";
  execFileSync(
    "npx",
    [
      "kysely-codegen",
      "--url",
      url.href,
      "--dialect",
      "postgres",
      "--default-schema",
      "public",
      "--include-pattern",
      "public.*",
      "--exclude-pattern",
      "public.kysely_*",
      "--out-file",
      "db/types.ts",
      "--numeric-parser",
      "number",
      "--overrides",
      JSON.stringify({ columns: {} }),
    ],
    { stdio: "inherit" },
  );
  // db/client.ts reads bigint as a number.
  const types = await readFile("db/types.ts", "utf8");
  await writeFile(
    "db/types.ts",
    types.replace(/^export type Int8 = .*$/m, "export type Int8 = ColumnType<number, number, number>;"),
  );
} finally {
  await server.stop();
  await rm(root, { recursive: true, force: true });
}
