import type { ChildProcess } from "node:child_process";

const pauseMs = 500;

/**
 * Starts a server again whenever it ends by itself. After a kill -9 its backends hold the shared memory for a moment
 * longer: the next try finds them gone.
 * @returns how to stop it, for good
 */
export function keepServing(first: ChildProcess, launch: () => ChildProcess): () => Promise<void> {
  let child = first;
  let pause: NodeJS.Timeout | undefined;
  let isStopping = false;
  const watch = () => {
    // Nobody reads what it prints once it runs; unread, the pipe would fill and stop it.
    child.stderr?.resume();
    child.once("exit", () => {
      if (isStopping) return;
      pause = setTimeout(() => {
        child = launch();
        watch();
      }, pauseMs);
    });
  };
  watch();
  return async () => {
    isStopping = true;
    clearTimeout(pause);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGINT");
    await exited;
  };
}
