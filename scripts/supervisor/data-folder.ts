import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "./fail.ts";

/** Makes the data folder, or says why it can't be used. */
export function openDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    const probe = join(dataDir, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new StartError(
      `The data folder ${dataDir} can't be written (${code}). Set DATA_DIR to one that can.`,
    );
  }
}

/**
 * Holds the data folder for this process. The kernel can't do it for us without a native lock, so a file names the
 * process; one that no longer runs is ignored.
 */
export function lockDataFolder(dataDir: string): () => void {
  const holder = holderOf(dataDir);
  if (holder !== undefined) {
    throw new StartError(
      `Tributary already runs on ${dataDir} (process ${holder}). Stop it first, or set DATA_DIR to another folder.`,
    );
  }
  const file = lockFile(dataDir);
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

const lockFile = (dataDir: string) => join(dataDir, "supervisor.pid");

/** The other process that runs on a data folder, if one does. */
export function holderOf(dataDir: string): number | undefined {
  const file = lockFile(dataDir);
  const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  return holder && holder !== process.pid && isSupervisor(holder) ? holder : undefined;
}

function isSupervisor(pid: number): boolean {
  try {
    const args = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
    return /(supervise|restore)\.ts/.test(args);
  } catch {
    return false;
  }
}

export type Secrets = { AUTH_SECRET: string; SECRETS_KEYS: string };

/** The secrets of this installation, made at the first start. Keep the file: without it no credentials open. */
export function readSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Secrets;
  const secrets = {
    AUTH_SECRET: randomBytes(32).toString("base64"),
    SECRETS_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  chmodSync(file, 0o600);
  return secrets;
}
