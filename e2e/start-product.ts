import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Product = {
  dataDir: string;
  /** What its start printed for people. */
  printed: string;
  stop: () => Promise<void>;
};

/** Where the sites of tests are served (site.ts): the product may read there. */
export const sitesHost = "127.0.0.1:4322";

/** Starts the product as `npm start` does, with an empty data folder. */
export async function start(settings: { PORT: string; HOST: string; PUBLIC_URL?: string }): Promise<Product> {
  const dataDir = await mkdtemp(join(tmpdir(), "tributary-e2e-"));
  chmodSync(dataDir, 0o755);
  const child = spawn(process.execPath, [join(import.meta.dirname, "..", "scripts", "supervise.ts")], {
    env: {
      ALLOW_PRIVATE_HOSTS: sitesHost,
      ...process.env,
      ...settings,
      DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await once(child, "exit");
    await rm(dataDir, { recursive: true, force: true });
  };
  return { dataDir, printed: await untilReady(child), stop };
}

/** The product that the tests use, as its users do. */
export default async function startProduct(): Promise<() => Promise<void>> {
  const { dataDir, stop } = await start({ PORT: "4321", HOST: "127.0.0.1" });
  process.env.DEMO_FILE = join(dataDir, "demo.json");
  return stop;
}

/** What it printed until it was ready, and right after. */
function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      const wasReady = printed.includes("Tributary is ready");
      printed += chunk.toString("utf8");
      if (!wasReady && printed.includes("Tributary is ready")) resolve(printed);
    });
    child.once("exit", () => reject(new Error(`The product didn't start. It printed:\n${printed}`)));
  });
}
