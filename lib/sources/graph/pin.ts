import { z } from "zod";

/**
 * What an address leads to, by ids: they survive renames and moves, the address doesn't. `item` and `page` are null for
 * the whole of a library, or all pages of a site.
 */
export const pinSchema = z.union([
  z.object({ site: z.string() }),
  z.object({ drive: z.string(), item: z.string().nullable() }),
  z.object({ pagesOf: z.string(), page: z.string().nullable() }),
]);

export type Pin = z.output<typeof pinSchema>;
