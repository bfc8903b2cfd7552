import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Json, ReadContext } from "#lib/connectors/source.ts";
import type { Attached, Content } from "../wiki/wiki.ts";
import { fileMark } from "./entries.ts";
import type { Step } from "./plan.ts";
import type { Reading } from "./reading.ts";
import { type IsMeant, readScope } from "./scope.ts";

type Run = Pick<ReadContext<unknown>, "workspaceId" | "connectorId" | "runId" | "inWorkspace">;
type Unnamed = { key: string; data: Json; isOwnerNamed: boolean };

const keysAtOnce = 100;

/**
 * Asks for what earlier runs read and this run's listing didn't name: a listing by offset loses pages when others are
 * removed meanwhile, and an index lags behind. What is there, and still meant by the settings, is named after all.
 */
export async function* stillThere(
  run: Run,
  { wiki, includeAttachments }: Reading,
  plan: readonly Step[],
): AsyncGenerator<{ contents: Content[]; files: Attached[] }> {
  let isMeant: IsMeant | undefined;
  for (let after = ""; ; ) {
    const unnamed = await run.inWorkspace((trx) => readUnnamed(trx, run, after));
    const last = unnamed.at(-1);
    if (!last) return;
    after = last.key;
    isMeant ??= await readScope(wiki, plan);
    const ids = unnamed.filter((item) => !isFile(item) && /^\d+$/.test(item.key)).map(({ key }) => key);
    const contents = await wiki.byIds(ids);
    const places = await wiki.places(contents);
    const files = unnamed.filter((item) => includeAttachments && isFile(item) && item.isOwnerNamed);
    const found = await Promise.all(files.map(({ key }) => wiki.attachment(key)));
    yield {
      contents: contents.filter((content) => {
        const place = places.get(content.id);
        return place !== undefined && isMeant?.(content, place);
      }),
      files: found.flatMap((file) => file ?? []),
    };
  }
}

function isFile({ data }: Unnamed): boolean {
  return JSON.stringify(data) === JSON.stringify(fileMark);
}

async function readUnnamed(trx: Db, run: Run, after: string): Promise<Unnamed[]> {
  const { rows } = await sql<Unnamed>`
    select i.key, i.data, exists (
      select from source_items p
      join run_seen s on s.workspace_id = p.workspace_id and s.run_id = ${run.runId} and s.key_hash = p.key_hash
      where p.workspace_id = i.workspace_id and p.connector_id = i.connector_id
        and p.key_hash = sha256(convert_to(i.parent_key, 'UTF8'))
    ) as "isOwnerNamed"
    from source_items i
    where ${unnamed(run)} and i.key > ${after}
    order by i.key limit ${keysAtOnce}`.execute(trx);
  return rows;
}

/** Forgets what is gone, so that no later run asks for it. */
export async function forgetUnnamed(trx: Db, run: Run): Promise<void> {
  await sql`delete from source_items i where ${unnamed(run)}`.execute(trx);
}

function unnamed({ workspaceId, connectorId, runId }: Run) {
  return sql`i.workspace_id = ${workspaceId} and i.connector_id = ${connectorId} and not exists (
    select from run_seen s
    where s.workspace_id = ${workspaceId} and s.run_id = ${runId} and s.key_hash = i.key_hash
  )`;
}
