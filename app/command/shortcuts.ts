/** Keys, one after the other, and what they do. The order is that of the list under `?`. */
export const shortcuts = [
  { keys: ["?"], does: "help" },
  { keys: ["/"], does: "search" },
  { keys: ["g", "h"], does: "home" },
  { keys: ["g", "n"], does: "connectors" },
  { keys: ["g", "s"], does: "schedules" },
  { keys: ["g", "r"], does: "runs" },
  { keys: ["g", "c"], does: "collections" },
  { keys: ["c"], does: "create" },
  { keys: ["e"], does: "edit" },
  { keys: ["j"], does: "next_row" },
  { keys: ["k"], does: "previous_row" },
  { keys: ["x"], does: "select_row" },
  { keys: ["Escape"], does: "back" },
] as const;

export type Shortcut = (typeof shortcuts)[number]["does"];

/** What the keys pressed so far come to: something to do, the beginning of something, or nothing. */
export function meaningOf(pressed: readonly string[]): Shortcut | "begun" | undefined {
  const begun = shortcuts.filter(({ keys }) => pressed.every((key, index) => keys[index] === key));
  return (
    begun.find(({ keys }) => keys.length === pressed.length)?.does ?? (begun.length > 0 ? "begun" : undefined)
  );
}
