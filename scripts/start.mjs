// `npm start`: installs if need be, then hands over to the supervisor on Node 24.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, node, root } from "./ensure-installed.mjs";

ensureInstalled();
// Node keeps what it compiled: the next start loads in half the time.
const env = { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node"), ...process.env };
const child = spawn(node, [join(root, "scripts", "supervise.ts")], { cwd: root, stdio: "inherit", env });
// A terminal sends Ctrl-C to the supervisor too; `kill` of this process alone is passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
