import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

export type ProcessOptions = {
  url: string;
  dataDir: string;
  /** `host:port` that connectors may read. */
  host?: string;
  /** As torture/shift-clock.ts reads them. */
  clockShifts?: string;
  env?: Record<string, string>;
  /** Hears what the process writes. */
  hear?: (text: string) => void;
};

function start(script: string, { url, dataDir, host, clockShifts, env, hear }: ProcessOptions): ChildProcess {
  const clock = clockShifts
    ? { NODE_OPTIONS: `--import ${join(root, "torture/shift-clock.ts")}`, CLOCK_SHIFTS: clockShifts }
    : {};
  const output = hear ? "pipe" : "ignore";
  const started = spawn(process.execPath, [join(root, script)], {
    cwd: root,
    stdio: ["ignore", output, hear ? output : "inherit", "ipc"],
    env: {
      ...process.env,
      DATABASE_URL: url,
      DATA_DIR: dataDir,
      ALLOW_PRIVATE_HOSTS: host ?? "",
      LOG_LEVEL: process.env.TORTURE_LOG ?? "silent",
      ...clock,
      ...env,
    },
  });
  for (const stream of [started.stdout, started.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => hear?.(text));
  return started;
}

/** The product's worker, as `npm run worker` starts it. */
export function startWorkerProcess(options: ProcessOptions): ChildProcess {
  return start("scripts/worker.ts", options);
}

/** A process that migrates to what torture/later-migrations.ts has under a name. */
export function startMigration(options: ProcessOptions, release: "expanding" | "slow"): ChildProcess {
  return start("torture/migrate.ts", { ...options, env: { RELEASE: release } });
}

/** A web server of torture/web.ts; answers where it listens. */
export async function startWebProcess(
  options: ProcessOptions,
): Promise<{ process: ChildProcess; origin: string }> {
  const web = start("torture/web.ts", options);
  const [message] = await once(web, "message");
  return { process: web, origin: (message as { origin: string }).origin };
}

/** Ends them by force, and resolves when they are gone. */
export async function killAll(processes: ChildProcess[]): Promise<void> {
  await Promise.all(
    processes.map(async (one) => {
      if (one.exitCode !== null || one.signalCode !== null) return;
      one.kill("SIGKILL");
      await once(one, "exit");
    }),
  );
}
