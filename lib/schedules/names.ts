import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";

/** What people and collections are called, for the rows of a page; null: no member (any more), not here (any more). */
export type Names = { user: (id: string | null) => string | null; collection: (id: string) => string | null };

/** One look-up for each kind, however many rows ask. */
export async function readNames(
  { workspaceId }: Context,
  trx: Db,
  asked: { userIds: (string | null)[]; collectionIds: string[] },
): Promise<Names> {
  const userIds = distinct(asked.userIds);
  const collectionIds = distinct(asked.collectionIds);
  // Row security lets only the workspace's members through.
  const users = trx.selectFrom("users").select(["id", "name"]).where("id", "in", userIds);
  const collections = trx
    .selectFrom("collections")
    .select(["id", "name"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "in", collectionIds);
  const [people, sets] = await Promise.all([
    userIds.length > 0 ? users.execute() : [],
    collectionIds.length > 0 ? collections.execute() : [],
  ]);
  const named = new Map([...people, ...sets].map(({ id, name }) => [id, name]));
  return {
    user: (id) => (id === null ? null : (named.get(id) ?? null)),
    collection: (id) => named.get(id) ?? null,
  };
}

function distinct(ids: (string | null)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== null);
}
