import { z } from "zod";
import { searchQuery } from "#lib/documents/schemas.ts";

/** What a collection's address says about its documents: the search door's filters, a date being its viewer's day. */
export const documentQuery = searchQuery
  .pick({ q: true, connector_id: true, file_owner: true, mime: true, cursor: true })
  .partial()
  .extend({ updated_since: z.iso.date().optional() });

export type DocumentQuery = z.output<typeof documentQuery>;
