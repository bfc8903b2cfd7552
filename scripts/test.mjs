// `npm test`: installs if need be, then runs everything on Node 24.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, node, root } from "./ensure-installed.mjs";

ensureInstalled();
const { status } = spawnSync(node, [join(root, "scripts", "run-tests.ts"), ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
