import { z } from "zod";

export const manifestFile = "manifest.json";

/** What a backup holds. It is written last: a folder without one is no backup. */
export const manifestSchema = z.strictObject({
  format: z.literal(1),
  made_at: z.iso.datetime(),
  /** Names of the migrations that its rows have been through. */
  migrations: z.array(z.string()),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.number(),
      /** Of the file with its rows. */
      sha256: z.string(),
    }),
  ),
  /** Original bytes that its rows name. */
  blobs: z.number(),
});

export type Manifest = z.output<typeof manifestSchema>;

/** A table's file, in PostgreSQL's own text format for COPY. */
export function tableFile(name: string): string {
  return `tables/${name}.copy`;
}
