import type { SourceItem } from "#lib/connectors/source.ts";
import type { OtherContent } from "../wiki/wiki.ts";

/** Something that the settings name and that can't be read. */
export type Missing = {
  /** The setting that names it, and how. */
  slot: "spaces" | "pages" | "pages_w_child" | "folders";
  named: string;
  why: string;
  /** Whether what was read of it stays: it may be the settings, or a permission, that are wrong. */
  isKept: boolean;
};

const kept =
  "What was read of it is kept until it can be read again, or the settings don't name it any more.";

/** As an item of the run, under the name that the settings have for it. */
export function toldMissing({ slot, named, why, isKept }: Missing): SourceItem {
  const name = `${slot}: ${named}`;
  const item = { key: name, title: name, link: URL.parse(named)?.href };
  return isKept
    ? { ...item, kind: "failed", error: `${why} ${kept}` }
    : { ...item, kind: "skipped", reason: why };
}

const kinds: Record<string, string> = {
  whiteboard: "A whiteboard: Confluence offers no text of it.",
  database: "A database: Confluence offers no text of it.",
  embed: "A link to another site, embedded as a page: it has no text of its own.",
  comment: "A comment: it is read with its page.",
  folder: "A folder: it has no text of its own.",
};

/** What was listed or found, and holds no text that can be read. */
export function toldOther({ id, type, title }: OtherContent): SourceItem {
  return { key: id, title, kind: "skipped", reason: kinds[type] ?? `Of a kind that isn't read: ${type}.` };
}
