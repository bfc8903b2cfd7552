import type { Instrumentation } from "next";

/** Runs once in each server process before its first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startServices } = await import("./lib/services.ts");
  await startServices();
}

/** Logs why a page failed, with the number that it shows. */
export const onRequestError: Instrumentation.onRequestError = async (error, { path, method }) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("./lib/log.ts");
  const number = error instanceof Error && "digest" in error ? error.digest : undefined;
  log.error({ err: error, number, path, method }, "page failed");
};
