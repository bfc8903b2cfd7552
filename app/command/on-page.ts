// What shortcuts do to the page as it is. A page says which of its parts a key is for: aria-keyshortcuts="e".

/** Focuses the field, or follows the link or button, that a key is for; false when the page has none. */
export function pressOnPage(key: string): boolean {
  const part = document.querySelector<HTMLElement>(`[aria-keyshortcuts~="${key}"]`);
  if (!part?.checkVisibility()) return false;
  if (part.matches("input")) part.focus();
  else part.click();
  return true;
}

/** Goes to the next row, or the one before; from outside of all rows to the first. Rows of pictures, and what a row says below itself, are passed over. */
export function moveRow(by: 1 | -1): boolean {
  const rows = [
    ...document.querySelectorAll<HTMLElement>("main tbody tr:not(figure *, [data-aside])"),
  ].filter((row) => reach(row));
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here === -1 ? 0 : here + by];
  if (!row) return false;
  reach(row)?.focus();
  return true;
}

/** Ticks the row that one is in, or unticks it. */
export function selectRow(): boolean {
  const row = document.activeElement?.closest("tr");
  const box = row?.querySelector<HTMLElement>("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

/** Where one lands in a row: its link, or what else it has. */
function reach(row: HTMLElement): HTMLElement | null {
  return row.querySelector<HTMLElement>("a[href]") ?? row.querySelector<HTMLElement>("button, input, select");
}
