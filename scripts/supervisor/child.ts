import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");

export type Child = {
  /** Asks it to finish its work and waits until it has; after `graceMs` it is killed. */
  stop: (graceMs: number) => Promise<void>;
};

const longestBackoffMs = 30_000;
const healthyAfterMs = 60_000;

/**
 * Keeps one process of ours running: restarted with growing pauses when it ends by itself. It has its own process
 * group, so that Ctrl-C reaches it through us alone, and a channel whose end tells it that we are gone.
 */
export function keepRunning(name: string, args: string[], env: NodeJS.ProcessEnv): Child {
  let stopping = false;
  let backoffMs = 500;
  let child: ChildProcess;
  let restart: NodeJS.Timeout | undefined;

  const launch = () => {
    const beganAt = Date.now();
    child = spawn(process.execPath, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("exit", (code, signal) => {
      if (stopping) return;
      backoffMs = Date.now() - beganAt > healthyAfterMs ? 500 : Math.min(backoffMs * 2, longestBackoffMs);
      console.error(
        `The ${name} ended (${signal ?? `code ${code}`}); starting it again in ${backoffMs / 1000} s.`,
      );
      restart = setTimeout(launch, backoffMs);
    });
  };

  launch();
  return {
    stop: async (graceMs) => {
      stopping = true;
      clearTimeout(restart);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await exited;
      clearTimeout(kill);
    },
  };
}
