import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { migrations } from "#db/migrations/index.ts";

/** What a next release may bring, as docs/decisions/2026-11-25-migrations-expand-first.md allows it. */
export const expanding: Record<string, Migration> = {
  ...migrations,
  "0002-expanding": {
    async up(db: Kysely<unknown>) {
      await sql`create table later_notes (workspace_id uuid not null, id uuid primary key)`.execute(db);
      await sql`alter table connectors add column later_note text`.execute(db);
      await sql`create index later_runs on runs (workspace_id, created_at) where reason is not null`.execute(
        db,
      );
    },
  },
};

/** The same, and slow enough to be killed between two of its statements. */
export const slow: Record<string, Migration> = {
  ...expanding,
  "0003-slow": {
    async up(db: Kysely<unknown>) {
      await sql`create table half_way (id uuid primary key)`.execute(db);
      await sql`select pg_sleep(1) as half_way`.execute(db);
      await sql`alter table half_way add column whole text`.execute(db);
    },
  },
};
