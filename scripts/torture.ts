// The long form of what `npm test` tries in short: npm run torture -- atomicity
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const known = readdirSync(join(root, "torture")).flatMap((file) => /^(.+)\.test\.ts$/.exec(file)?.[1] ?? []);
const name = process.argv[2] ?? "";
if (!known.includes(name)) {
  console.error(`Name what to try: npm run torture -- ${known.join(" | ")}`);
  process.exit(1);
}
const vitest = join(root, "node_modules", ".bin", "vitest");
const { status } = spawnSync(vitest, ["run", `torture/${name}.test.ts`], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, TORTURE: "long" },
});
process.exit(status ?? 1);
