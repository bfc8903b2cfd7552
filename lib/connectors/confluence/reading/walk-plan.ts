import type { SourceItem } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { readSpaceKey } from "../page-link.ts";
import type { Attached, Content, ContentRef, OtherContent, Wiki } from "../wiki/wiki.ts";
import type { Step } from "./plan.ts";
import type { Position } from "./position.ts";
import { resolveLink, rootOf } from "./resolve-link.ts";

/** What one request of a listing named. */
export type Piece = {
  contents: Content[];
  /** Files that a query found. */
  attached: Attached[];
  /** What is decided already: skipped, or couldn't be found. */
  told: SourceItem[];
  /** Where the walk goes on after it. */
  position: Position;
};

export type WalkOptions = { searchChildren: boolean; searchFolders: boolean };

type Walk = { wiki: Wiki; options: WalkOptions };

/** A part of one step's listing. `next` is where it goes on: null at the end of what it lists. */
type StepPart = {
  contents?: Content[];
  attached?: Attached[];
  told?: SourceItem[];
  isGap?: boolean;
  type?: Content["type"];
  next?: string | null;
};

/** Lists what a plan names, from a position on. @throws SourceError when a listing can't be had */
export async function* walkPlan(
  wiki: Wiki,
  plan: readonly Step[],
  { from, ...options }: WalkOptions & { from: Position },
): AsyncGenerator<Piece> {
  let position = from;
  for (const [at, step] of plan.entries()) {
    if (at < from.step) continue;
    if (at > position.step) position = { ...position, ...stepStart(at) };
    for await (const part of walkStep({ wiki, options }, step, position)) {
      const { contents = [], attached = [], told = [], type = "page", next = null, isGap = false } = part;
      const items = position.items + contents.length + attached.length;
      position = { ...position, step: at, type, at: next, hasGaps: position.hasGaps || isGap, items };
      yield { contents, attached, told, position };
    }
    position = { ...position, ...stepStart(at + 1) };
    yield { contents: [], attached: [], told: [], position };
  }
}

function stepStart(step: number): Pick<Position, "step" | "type" | "at"> {
  return { step, type: "page", at: null };
}

async function* walkStep(walk: Walk, step: Step, from: Position): AsyncGenerator<StepPart> {
  const name = nameOf(step);
  try {
    switch (step.kind) {
      case "everything":
        return yield* listSpace(walk.wiki, null, from);
      case "space":
        return yield* walkSpace(walk.wiki, step.key, from);
      case "pages":
        return yield* walkPages(walk.wiki, step.links);
      case "below":
        return yield* walkBelow(walk.wiki, step);
      case "query":
        return yield* walkQuery(walk, step.cql, from);
    }
  } catch (error) {
    // One thing that may not be read any more takes nothing from the others. Everything, or a query, is all there is.
    if (name === undefined || !isClosed(error)) throw error;
    yield gap(name, error.message);
  }
}

function nameOf(step: Step): string | undefined {
  if (step.kind === "space") return `spaces: ${step.key}`;
  return step.kind === "below" ? `${step.slot}: ${step.link}` : undefined;
}

function isClosed(error: unknown): error is VendorError {
  return error instanceof VendorError && (error.status === 403 || error.status === 404);
}

const kept =
  "What was read of it is kept until it can be read again, or the settings don't name it any more.";

function failure(name: string, why: string): SourceItem {
  return { key: name, title: name, link: linkIn(name), kind: "failed", error: `${why} ${kept}` };
}

function gap(name: string, why: string): StepPart {
  return { told: [failure(name, why)], isGap: true };
}

function linkIn(name: string): string | undefined {
  return URL.parse(name.slice(name.indexOf(": ") + 2))?.href;
}

async function* listSpace(
  wiki: Wiki,
  space: Parameters<Wiki["listSpace"]>[1],
  from: Position,
): AsyncGenerator<StepPart> {
  for (const type of ["page", "blogpost"] as const) {
    if (from.type === "blogpost" && type === "page") continue;
    const at = from.type === type ? from.at : null;
    for await (const { results, next } of wiki.listSpace(type, space, at)) {
      yield { contents: results, type: next === null ? "blogpost" : type, next };
    }
  }
}

async function* walkSpace(wiki: Wiki, text: string, from: Position): AsyncGenerator<StepPart> {
  const key = readSpaceKey(text, wiki.web);
  const [space] = await wiki.spaces([key]);
  if (space) return yield* listSpace(wiki, space, from);
  yield gap(`spaces: ${text}`, `There is no space “${key}”, or this account doesn't see it.`);
}

async function* walkPages(wiki: Wiki, links: readonly string[]): AsyncGenerator<StepPart> {
  const told: SourceItem[] = [];
  const wanted = new Map<string, string>();
  let isGap = false;
  for (const link of links) {
    const name = `pages: ${link}`;
    const target = await resolveLink(wiki, link);
    if ("problem" in target) {
      told.push(failure(name, target.problem));
      isGap = true;
    } else if (target.kind === "content") wanted.set(target.id, name);
    else
      told.push(
        skip(
          name,
          `It leads to a ${target.kind === "other" ? target.what : "folder"}, which has no text of its own.`,
        ),
      );
  }
  const contents = await wiki.byIds([...wanted.keys()]);
  const found = new Set(contents.map(({ id }) => id));
  for (const [id, name] of wanted) {
    if (!found.has(id)) told.push(skip(name, "There is no such page, or this account doesn't see it."));
  }
  yield { contents, told, isGap };
}

function skip(name: string, reason: string): SourceItem {
  return { key: name, title: name, link: linkIn(name), kind: "skipped", reason };
}

async function* walkBelow(wiki: Wiki, step: Extract<Step, { kind: "below" }>): AsyncGenerator<StepPart> {
  const name = `${step.slot}: ${step.link}`;
  const target = await resolveLink(wiki, step.link);
  if ("problem" in target) return yield gap(name, target.problem);
  const root = rootOf(target, step);
  const [page] = root.type === "page" ? await wiki.byIds([root.id]) : [];
  if (page) yield { contents: [page] };
  if (page?.type === "blogpost") return;
  if (page) yield* listBelow(wiki, root);
  else if (root.type === "page") yield gap(name, "There is no such page, or this account doesn't see it.");
  else if (root.type === "folder" && !(await wiki.folder(root.id))) {
    yield gap(name, "There is no such folder, or this account doesn't see it.");
  } else yield* listBelow(wiki, root);
}

async function* listBelow(wiki: Wiki, root: ContentRef): AsyncGenerator<StepPart> {
  for await (const { contents, others } of wiki.listBelow(root)) {
    yield { contents, told: others.map(skipOther) };
  }
}

const kinds: Record<string, string> = {
  whiteboard: "A whiteboard: Confluence offers no text of it.",
  database: "A database: Confluence offers no text of it.",
  embed: "A link to another site, embedded as a page: it has no text of its own.",
  comment: "A comment: it is read with its page.",
  folder: "A folder: it has no text of its own.",
};

function skipOther({ id, type, title }: OtherContent): SourceItem {
  return { key: id, title, kind: "skipped", reason: kinds[type] ?? `Of a kind that isn't read: ${type}.` };
}

async function* walkQuery({ wiki, options }: Walk, cql: string, from: Position): AsyncGenerator<StepPart> {
  for await (const { results, next } of wiki.search(cql, from.at)) {
    const contents = results.flatMap((found) => ("content" in found ? found.content : []));
    const attached = results.flatMap((found) => ("attached" in found ? found.attached : []));
    const others = results.flatMap((found) => ("other" in found ? found.other : []));
    const folders = options.searchFolders ? others.filter(({ type }) => type === "folder") : [];
    const pages = options.searchChildren ? contents.filter(({ type }) => type === "page") : [];
    const roots = [...folders, ...pages.map(({ id }) => ({ id, type: "page" }))];
    const files = attached.filter(({ type }) => type === "attachment");
    const comments = attached.filter(({ type }) => type === "comment");
    const skipped = [...comments, ...others.filter((other) => !folders.includes(other))].map(skipOther);
    // What is below comes first: a run that is cut off in between finds these roots again.
    for (const root of roots) {
      for await (const part of listBelow(wiki, root)) yield { ...part, next: from.at };
    }
    yield { contents, attached: files, told: skipped, next };
  }
}
