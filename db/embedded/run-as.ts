import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The account that the server runs as, when it isn't ours: PostgreSQL refuses root. */
export type RunAs = { uid: number; gid: number } | undefined;

/** The `postgres` account when we are root (made if missing), else ourselves. */
export function serverUser(): RunAs {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUp();
  if (found) return found;
  execFileSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"], { stdio: "ignore" });
  return lookUp();
}

function lookUp(): RunAs {
  try {
    const id = (flag: string) =>
      Number(
        execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
      );
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}

/** Whether every folder down to `path` can be entered by any account; the first that exists counts. */
export function canOthersEnter(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const mode = modeOf(folder);
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode;
  } catch {
    return undefined;
  }
}

/**
 * Where the cluster of a data folder lives: in it, unless the server runs as another account that can't get there
 * (a project under /root); then under /var/lib, named after the data folder.
 */
export function clusterDirOf(dataDir: string): string {
  if (process.getuid?.() !== 0 || canOthersEnter(dirname(dataDir))) return join(dataDir, "postgres");
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  return join("/var/lib/tributary", name, "postgres");
}
