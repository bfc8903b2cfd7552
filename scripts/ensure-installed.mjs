// Runs on the system's Node, before anything is installed: plain JavaScript, no dependency.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Node 24 of the `node` package: what everything after the installation runs on. */
export const node = join(root, "node_modules", ".bin", "node");

/** Ends the process with one sentence. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Installs the locked dependencies, unless they are there already. */
export function ensureInstalled() {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    fail(
      `Tributary needs Node 20 or newer to start; this is ${process.version}. Get it from https://nodejs.org.`,
    );
  }
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".tributary-lock");
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing what Tributary is made of (once) …");
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const args = [...npm.slice(1), "ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync(npm[0], args, { cwd: root, stdio: "inherit" });
  if (status !== 0)
    fail(`npm ci failed${error ? `: ${error.message}` : ""}. See its message above, then start again.`);
  writeFileSync(stamp, lock);
}
