/** A piece of running text: Markdown already, and the marks that it carries. */
export type Piece = { text: string; marks: Marks };

export type Marks = { link?: string; strong?: true; em?: true; strike?: true };

type MarkName = keyof Marks;

/** Outermost first, where two reach equally far. */
const names: readonly MarkName[] = ["link", "strong", "em", "strike"];
const delimiters: Record<Exclude<MarkName, "link">, string> = { strong: "**", em: "*", strike: "~~" };

/**
 * Pieces as Markdown. A mark that reaches over several pieces is written around all of them, the longest outermost, so
 * that delimiters pair up as they were meant.
 */
export function writePieces(pieces: readonly Piece[]): string {
  return write(pieces, "", "", new Set());
}

function write(pieces: readonly Piece[], before: string, after: string, open: ReadonlySet<MarkName>): string {
  let text = "";
  for (let at = 0; at < pieces.length; ) {
    const mark = longestMark(pieces, at, open);
    const end = mark?.end ?? at + 1;
    const previous = text.at(-1) ?? before;
    const next = firstOf(pieces[end]) ?? after;
    if (mark) {
      const inside = pieces.slice(at, end);
      const opened = new Set([...open, mark.name]);
      text += marked(mark.name, inside, previous, next, opened);
    } else text += pieces[at]?.text ?? "";
    at = end;
  }
  return text;
}

/** What a piece begins with once it is written. */
function firstOf(piece: Piece | undefined): string | undefined {
  return piece?.marks.strike ? delimiters.strike[0] : piece?.text[0];
}

function longestMark(
  pieces: readonly Piece[],
  start: number,
  open: ReadonlySet<MarkName>,
): { name: MarkName; end: number } | undefined {
  let longest: { name: MarkName; end: number } | undefined;
  for (const name of names) {
    const value = pieces[start]?.marks[name];
    if (value === undefined || open.has(name)) continue;
    let end = start + 1;
    while (pieces[end]?.marks[name] === value) end++;
    if (!longest || end > longest.end) longest = { name, end };
  }
  return longest;
}

function marked(
  name: MarkName,
  pieces: readonly Piece[],
  previous: string,
  next: string,
  open: ReadonlySet<MarkName>,
): string {
  const { lead, inner, trail } = trimmed(pieces);
  if (inner.length === 0) return lead;
  if (name === "link") return lead + link(pieces[0]?.marks.link ?? "", write(inner, "[", "]", open)) + trail;
  const delimiter = delimiters[name];
  const text = write(inner, inside(delimiter), inside(delimiter), open);
  const around = { before: lead.at(-1) ?? previous, after: trail[0] ?? next };
  // `**a *b*c**` isn't strong for every reader (marked 18).
  const isGlued = open.size > 1 && /^\s$/.test(around.before) && wordLike.test(around.after);
  if (!isGlued && isFlanked(text, around)) return lead + delimiter + text + delimiter + trail;
  // Without its delimiters a text still says what it says; with some that don't pair up it would say more.
  return lead + write(inner, around.before, around.after, open) + trail;
}

/** Spaces at the ends go out of the marks: `** a**` wouldn't be read as strong. */
function trimmed(pieces: readonly Piece[]): { lead: string; inner: Piece[]; trail: string } {
  const all = pieces.map(({ text }) => text).join("");
  const start = all.length - all.trimStart().length;
  const end = all.trimEnd().length;
  const inner: Piece[] = [];
  let at = 0;
  for (const { text, marks } of pieces) {
    const kept = text.slice(Math.max(0, start - at), Math.max(0, end - at));
    if (kept !== "") inner.push({ text: kept, marks });
    at += text.length;
  }
  return { lead: all.slice(0, start), inner, trail: all.slice(Math.max(start, end)) };
}

/** Stands for the delimiter around a text: not the one of a sibling, which would run together with the next. */
const inside = (delimiter: string) => delimiter + delimiter;

const wordLike = /^[\p{L}\p{N}]$/u;
/** Beside another delimiter, or an escaped one, readers differ in what pairs up. */
const delimiterLike = /^[*_~\\]$/;
/** Delimiters at both ends of a text, and what is between them. */
const nestedIn = /^([*~]*)(.*?)([*~]*)$/su;

/**
 * Whether delimiters around a text would open and close, for every reader (CommonMark, “left-flanking” and
 * “right-flanking”, has rules beyond this): words at both ends of it, or other marks around the whole of it.
 */
function isFlanked(text: string, { before, after }: { before: string; after: string }): boolean {
  if (delimiterLike.test(before) || delimiterLike.test(after)) return false;
  const [, opening = "", core = "", closing = ""] = nestedIn.exec(text) ?? [];
  if (opening.length !== closing.length || (opening !== "" && /[*~]/.test(core))) return false;
  return wordLike.test([...core][0] ?? "") && wordLike.test([...core].at(-1) ?? "");
}

function link(href: string, text: string): string {
  return `[${text.replace(/\s+/g, " ")}](${href.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}
