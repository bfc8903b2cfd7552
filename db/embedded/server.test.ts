import { chmodSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, it, vi } from "vitest";
import { startEmbedded } from "./server.ts";

async function ask(connectionString: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  client.on("error", () => {});
  try {
    await client.connect();
    return (await client.query(query)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

it("comes back by itself after kill -9, with what was committed, and stays stopped when told to", async () => {
  const root = await mkdtemp(join(tmpdir(), "tributary-embedded-"));
  chmodSync(root, 0o755);
  const server = await startEmbedded({ clusterDir: join(root, "postgres") });
  await ask(server.adminUrl, "create table kept as select 42 as answer");
  const pid = Number.parseInt(await readFile(join(root, "postgres", "data", "postmaster.pid"), "utf8"), 10);

  process.kill(pid, "SIGKILL");
  await expect(ask(server.adminUrl, "select 1")).rejects.toThrow();
  const answer = () => ask(server.adminUrl, "select answer from kept");
  await vi.waitFor(async () => expect(await answer()).toEqual([{ answer: 42 }]), { timeout: 20_000 });

  await server.stop();
  await expect(ask(server.adminUrl, "select 1")).rejects.toThrow();
  await rm(root, { recursive: true, force: true });
});
