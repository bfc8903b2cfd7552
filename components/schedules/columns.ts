/** What a board can show of each connector, in this order. */
export const columns = [
  "state",
  "connector",
  "schedule",
  "zone",
  "next_run",
  "runs",
  "last_success",
  "lateness",
  "usual",
  "documents",
  "collections",
  "owner",
] as const;
export type Column = (typeof columns)[number];

/** What the list can be ordered by, as the doors call it. */
export type Sort = "next_run" | "name" | "last_success" | "lateness" | "created";

export const sortOf: Partial<Record<Column, Sort>> = {
  connector: "name",
  next_run: "next_run",
  last_success: "last_success",
  lateness: "lateness",
};

/** Those without which a row says nothing. */
export const fixedColumns: readonly Column[] = ["connector"];

/** Numbers, set to the right. */
export const numbers: readonly Column[] = ["usual", "documents", "lateness"];
