import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "./fail.ts";

const inputs = [
  "app/**/*",
  "components/**/*",
  "db/**/*.ts",
  "lib/**/*.ts",
  "messages/**/*",
  "public/**/*",
  "docs/**/*.md",
  "*.{mjs,ts,json}",
];

/** Builds the web application when its sources differ from what was built last. */
export async function buildIfStale(root: string): Promise<void> {
  const stamp = join(root, ".next", "tributary-build");
  const sources = await fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return;
  await build(root);
  writeFileSync(stamp, sources);
}

async function fingerprint(root: string): Promise<string> {
  const hash = createHash("sha256");
  const files: string[] = [];
  for await (const entry of glob(inputs, { cwd: root, withFileTypes: true })) {
    // The build itself writes next-env.d.ts.
    if (entry.isFile() && !/\.(test\.tsx?|d\.ts)$/.test(entry.name))
      files.push(join(entry.parentPath, entry.name));
  }
  for (const file of files.toSorted()) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}

function build(root: string): Promise<void> {
  console.log("Building the web application (once per version) …");
  const next = join(root, "node_modules", "next", "dist", "bin", "next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;
  const child = spawn(process.execPath, [next, "build"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString("utf8")).slice(-8000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new StartError(`The build failed. It printed:\n${printed.trim()}`));
    });
  });
}
