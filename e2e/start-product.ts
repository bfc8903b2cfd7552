import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const port = 4321;

/** Starts the product as `npm start` does, with an empty data folder; the tests use what its users use. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "tributary-e2e-"));
  chmodSync(dataDir, 0o755);
  process.env.DEMO_FILE = join(dataDir, "demo.json");
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "scripts", "supervise.ts")], {
    env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", DATA_DIR: dataDir, LOG_LEVEL: "warn" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await untilReady(child);
  return async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
    await rm(dataDir, { recursive: true, force: true });
  };
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString("utf8");
      if (printed.includes("Tributary is ready")) resolve();
    });
    child.once("exit", () => reject(new Error(`The product didn't start. It printed:\n${printed}`)));
  });
}
