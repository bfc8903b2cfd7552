import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, it, vi } from "vitest";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { disagreements } from "./disagreements.ts";
import { killAll, startWebProcess, startWorkerProcess } from "./processes.ts";
import { isLong, randomOf, seed } from "./rounds.ts";
import { Writer } from "./writers.ts";

// A file system of its own, which root alone may mount: database and originals share it until it is full.
const mayMount = isLong && process.platform === "linux" && process.getuid?.() === 0;
const megabytes = 160;

it.runIf(mayMount)(
  "a full disk loses nothing, says so, and goes on once there is room",
  { timeout: 300_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "tributary-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", folder]);
    const dataDir = join(folder, "data");
    mkdirSync(dataDir);
    chmodSync(folder, 0o755);
    const server = await startEmbedded({ clusterDir: join(folder, "postgres") });
    const admin = new pg.Client({ connectionString: server.adminUrl });
    admin.on("error", () => {});
    await admin.connect();
    await createOwner(admin);
    await admin.query("create database disk owner tributary");
    const url = urlOf(server.adminUrl, "disk");
    await prepareDatabase(url);
    const db = openDb({ url, max: 1 });
    const { workspaceId, owner } = await createWorkspace({ db });
    await db.destroy();
    const worker = startWorkerProcess({ url, dataDir });
    const web = await startWebProcess({ url, dataDir });
    const random = randomOf(seed);
    const options = { origin: () => web.origin, workspaceId, token: owner.token, random };
    const writers = Array.from({ length: 4 }, () => new Writer(options));
    const written = () => writers.reduce((sum, writer) => sum + writer.writes, 0);
    const progress = async (more: number) => {
      const before = written();
      await vi.waitFor(() => expect(written()).toBeGreaterThan(before + more), {
        timeout: 120_000,
        interval: 100,
      });
    };
    try {
      await progress(20);
      fill(join(folder, "filler"));
      const repeats = () => writers.reduce((sum, writer) => sum + writer.repeats, 0);
      // Each of them meets the full disk, and repeats its request.
      await vi.waitFor(() => expect(repeats()).toBeGreaterThan(20), { timeout: 120_000, interval: 100 });
      rmSync(join(folder, "filler"));
      await progress(20);
      await Promise.all(writers.map((writer) => writer.stop()));
      const judge = new pg.Client({
        connectionString: Object.assign(new URL(server.adminUrl), { pathname: "/disk" }).href,
      });
      await judge.connect();
      expect(await disagreements(judge)).toEqual([]);
      const { rows } = await judge.query("select count(*)::int as count from connectors where id like 'w-%'");
      expect(rows[0].count).toBe(writers.reduce((sum, { expected }) => sum + expected.size, 0));
      await judge.end();
      console.log(
        `${megabytes} MB, full for a while: ${written()} writes, ${repeats()} requests repeated; nothing lost, nothing half written`,
      );
    } finally {
      await killAll([worker, web.process]);
      await admin.end().catch(() => {});
      await server.stop();
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Writes until nothing more fits. */
function fill(path: string): void {
  for (const size of [1024 * 1024, 4096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: "a" });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    }
  }
}
