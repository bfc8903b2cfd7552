import { withoutOrder } from "#lib/sources/atlassian/without-order.ts";

/** The issues of a query in the order that changes least while they are read: the oldest first. */
export function inListingOrder(jql: string): string {
  return `${withoutOrder(jql)} ORDER BY created ASC, id ASC`.trim();
}

export const childrenOf = (ids: readonly string[]): string => `parent in (${ids.join(", ")})`;
export const withIds = (ids: readonly string[]): string => `id in (${ids.join(", ")})`;
