import type { Selectable } from "kysely";
import type { AlertDestinations } from "#db/types.ts";
import type { PresentedDestination } from "./schemas.ts";

/** What may be shown of a destination; its secret isn't read. */
export const shownColumns = [
  "id",
  "type",
  "address",
  "kinds",
  "disabled_at",
  "disabled_reason",
  "created_at",
] as const;

export function presentDestination(
  row: Pick<Selectable<AlertDestinations>, (typeof shownColumns)[number]>,
): PresentedDestination {
  const { id, type, address, kinds, disabled_at, disabled_reason, created_at } = row;
  return {
    id,
    type: type as PresentedDestination["type"],
    address,
    kinds: kinds as PresentedDestination["kinds"],
    disabled_at: disabled_at?.toISOString() ?? null,
    disabled_reason,
    created_at: created_at.toISOString(),
  };
}
