import { readFileSync } from "node:fs";
import { join } from "node:path";

const file = join(import.meta.dirname, "..", "..", "package.json");

/** What Node is given to run one of our programs: as `npm run web` and `npm run worker` say it in package.json. */
export function programArguments(name: "web" | "worker"): string[] {
  const { scripts } = JSON.parse(readFileSync(file, "utf8")) as { scripts: Record<string, string> };
  const [node, ...rest] = scripts[name]?.split(" ") ?? [];
  if (node !== "node") throw new Error(`The script “${name}” in package.json must begin with node.`);
  return rest;
}
