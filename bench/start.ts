// How long it takes from the command to a product that is ready: `npm run bench:start [warm starts]`.
// Cold is a fresh clone of what is committed, with an empty data folder: npm ci and the build included.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const aims = { cold: 120, warm: 5 };
const warmStarts = Number(process.argv[2] ?? 3);
const port = 4400;

const folder = mkdtempSync(join(tmpdir(), "tributary-bench-start-"));
chmodSync(folder, 0o755);
const app = join(folder, "app");
execFileSync("git", ["clone", "-q", join(import.meta.dirname, ".."), app]);

const loadBefore = loadavg()[0];
const cold = await start();
const warm: number[] = [];
for (let count = 0; count < warmStarts; count += 1) warm.push(await start());
rmSync(folder, { recursive: true, force: true });

const rows = [
  { start: "cold", seconds: cold, aim: aims.cold },
  ...warm.map((seconds, index) => ({ start: `warm ${index + 1}`, seconds, aim: aims.warm })),
];
console.table(rows);
console.log(JSON.stringify({ loadBefore, loadAfter: loadavg()[0], rows }));

/** Seconds from `npm start` to a 200 of /readyz; the product is stopped again. */
async function start(): Promise<number> {
  const began = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: app,
    env: { ...process.env, PORT: String(port), DATA_DIR: join(folder, "data") },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  await untilReady(child);
  const seconds = Math.round((performance.now() - began) / 10) / 100;
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await once(child, "exit");
  // npm leaves before the supervisor has drained.
  while (existsSync(join(folder, "data", "supervisor.pid"))) await wait(50);
  return seconds;
}

async function untilReady(child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(20);
  }
  throw new Error(`The product ended with code ${child.exitCode}.`);
}
