export type CellKind = "number" | "percent" | "date" | "time" | "datetime";

export type RawCell = { type: string; style: number; value: string };
export type CellBook = { is1904: boolean; strings: readonly string[]; kinds: readonly CellKind[] };

const dayMs = 86_400_000;

/** What a number format shows: the built-in ones by number (ECMA-376 18.8.30), others by their code. */
export function kindOfFormat(id: number, code: string | undefined): CellKind {
  if (code === undefined) return kindOfBuiltIn(id);
  // Quoted text, escaped characters, colours and conditions aren't part of the pattern; elapsed hours are.
  const pattern = code
    .replace(/"[^"]*"|\\.|_./g, "")
    .replace(/\[(h+|m+|s+)\]/gi, "$1")
    .replace(/\[[^\]]*\]/g, "")
    .toLowerCase();
  const first = pattern.split(";")[0] ?? "";
  if (first.includes("general")) return "number";
  const hasTime = /[hs]/.test(first);
  // An m beside hours or seconds means minutes.
  const hasDate = /[yd]/.test(first) || (first.includes("m") && !hasTime);
  if (hasDate) return hasTime ? "datetime" : "date";
  if (hasTime) return "time";
  return first.includes("%") ? "percent" : "number";
}

function kindOfBuiltIn(id: number): CellKind {
  if (id === 9 || id === 10) return "percent";
  if (id === 22) return "datetime";
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return "time";
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return "date";
  return "number";
}

/** A cell's value as text: numbers as Excel shows them (15 digits), dates and times as ISO 8601. */
export function formatCell({ type, style, value }: RawCell, book: CellBook): string {
  switch (type) {
    case "s":
      return book.strings[Number(value)] ?? "";
    case "b":
      return value === "1" ? "TRUE" : "FALSE";
    case "n":
      return formatNumber(Number(value), book.kinds[style] ?? "number", book.is1904) ?? value;
    default:
      return value;
  }
}

function formatNumber(value: number, kind: CellKind, is1904: boolean): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  if (kind === "number") return plain(value);
  if (kind === "percent") return `${plain(value * 100)}%`;
  const date = fromSerial(value, is1904);
  if (!date) return plain(value);
  const [day = "", time = ""] = date.toISOString().slice(0, 19).split("T");
  if (kind === "date") return Number.isInteger(value) ? day : `${day} ${time}`;
  if (kind === "datetime") return `${day} ${time}`;
  return value < 1 ? time : `${plain(value * 24)} h`;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(15)));
}

/** Days since 1900 (which Excel takes for a leap year, so that days before March are one off) or 1904. */
function fromSerial(serial: number, is1904: boolean): Date | undefined {
  if (serial < 0 || serial >= 2_958_466) return undefined;
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 && serial >= 1 ? 31 : 30);
  return new Date(epoch + Math.round((serial * dayMs) / 1000) * 1000);
}
