import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { readSpaceKey } from "../page-link.ts";
import type { ConfluenceSlots } from "../slots.ts";
import type { Attached, Content, ContentRef, OtherContent, Space, Wiki } from "../wiki/wiki.ts";
import type { Step } from "./plan.ts";
import type { Position } from "./position.ts";
import { resolveLink, rootOf } from "./resolve-link.ts";
import type { Missing } from "./told.ts";

export type WalkOptions = {
  /** What is below the pages that a query finds, too, and in its folders. */
  searchChildren: boolean;
  searchFolders: boolean;
};

export function optionsOf({ config }: ConfluenceSlots): WalkOptions {
  return { searchChildren: config.search_children, searchFolders: config.search_folders };
}

/** A part of one step's listing. */
export type StepPart = {
  contents?: Content[];
  /** Files that a query found. */
  files?: Attached[];
  /** What holds no text. */
  others?: OtherContent[];
  missing?: Missing[];
  /** Where the listing goes on; from the step's beginning without it. */
  type?: Content["type"];
  next?: string | null;
};

/** Lists what one step names. @throws SourceError when a listing can't be had */
export async function* walkStep(
  wiki: Wiki,
  step: Step,
  { from, options }: { from: Position; options: WalkOptions },
): AsyncGenerator<StepPart> {
  try {
    if (step.kind === "everything") yield* listSpace(wiki, null, from);
    else if (step.kind === "space") yield* walkSpace(wiki, step.key, from);
    else if (step.kind === "pages") yield* walkPages(wiki, step.links);
    else if (step.kind === "below") yield* walkBelow(wiki, step);
    else yield* walkQuery(wiki, step.cql, { from: from.at, options });
  } catch (error) {
    // One thing that may not be read any more takes nothing from the others. Everything, or a query, is all there is.
    const isClosed = error instanceof VendorError && (error.status === 403 || error.status === 404);
    if (!isClosed || step.kind === "everything" || step.kind === "query") throw error;
    yield { missing: [closed(step, error.message)] };
  }
}

function closed(step: Exclude<Step, { kind: "everything" | "query" }>, why: string): Missing {
  if (step.kind === "space") return { slot: "spaces", named: step.key, why, isKept: true };
  if (step.kind === "below") return { slot: step.slot, named: step.link, why, isKept: true };
  return { slot: "pages", named: step.links[0] ?? "", why, isKept: true };
}

async function* listSpace(wiki: Wiki, space: Space | null, from: Position): AsyncGenerator<StepPart> {
  for (const type of ["page", "blogpost"] as const) {
    if (from.type === "blogpost" && type === "page") continue;
    const at = from.type === type ? from.at : null;
    for await (const { results, next } of wiki.listSpace(type, space, at)) {
      yield { contents: results, type: next === null ? "blogpost" : type, next };
    }
  }
}

async function* walkSpace(wiki: Wiki, named: string, from: Position): AsyncGenerator<StepPart> {
  const key = readSpaceKey(named, wiki.web);
  const [space] = await wiki.spaces([key]);
  if (space) return yield* listSpace(wiki, space, from);
  const why = `There is no space “${key}”, or this account doesn't see it.`;
  yield { missing: [{ slot: "spaces", named, why, isKept: true }] };
}

async function* walkPages(wiki: Wiki, links: readonly string[]): AsyncGenerator<StepPart> {
  const missing: Missing[] = [];
  const wanted = new Map<string, string>();
  for (const named of links) {
    const target = await resolveLink(wiki, named);
    const page = { slot: "pages", named } as const;
    if ("problem" in target) missing.push({ ...page, why: target.problem, isKept: true });
    else if (target.kind === "content") wanted.set(target.id, named);
    else {
      const what = target.kind === "other" ? target.what : "folder";
      missing.push({ ...page, why: `It leads to a ${what}, which has no text of its own.`, isKept: false });
    }
  }
  const contents = await wiki.byIds([...wanted.keys()]);
  const found = new Set(contents.map(({ id }) => id));
  for (const [id, named] of wanted) {
    // An id says for certain which page it was: that it isn't there any more, or isn't shown, is what counts.
    const why = "There is no such page, or this account doesn't see it.";
    if (!found.has(id)) missing.push({ slot: "pages", named, why, isKept: false });
  }
  yield { contents, missing };
}

async function* walkBelow(wiki: Wiki, step: Extract<Step, { kind: "below" }>): AsyncGenerator<StepPart> {
  const missing = (why: string): StepPart => {
    return { missing: [{ slot: step.slot, named: step.link, why, isKept: true }] };
  };
  const target = await resolveLink(wiki, step.link);
  if ("problem" in target) return yield missing(target.problem);
  const root = rootOf(target, step);
  if (root.type === "folder" && !(await wiki.folder(root.id))) {
    return yield missing("There is no such folder, or this account doesn't see it.");
  }
  if (root.type === "page") {
    const contents = await wiki.byIds([root.id]);
    if (contents.length === 0) {
      return yield missing("There is no such page, or this account doesn't see it.");
    }
    yield { contents };
    if (contents[0]?.type === "blogpost") return;
  }
  yield* wiki.listBelow(root);
}

async function* walkQuery(
  wiki: Wiki,
  cql: string,
  { from, options }: { from: string | null; options: WalkOptions },
): AsyncGenerator<StepPart> {
  for await (const { results, next } of wiki.search(cql, from)) {
    const contents = results.flatMap((found) => ("content" in found ? found.content : []));
    const attached = results.flatMap((found) => ("attached" in found ? found.attached : []));
    const others = results.flatMap((found) => ("other" in found ? found.other : []));
    const isSearched = ({ type }: ContentRef) =>
      (type === "folder" && options.searchFolders) || (type === "page" && options.searchChildren);
    const roots = [...others, ...contents].filter(isSearched);
    // What is below comes first: a run that is cut off in between finds these roots again.
    for (const { id, type } of roots) {
      for await (const below of wiki.listBelow({ id, type })) yield { ...below, next: from };
    }
    yield {
      contents,
      files: attached.filter(({ type }) => type === "attachment"),
      others: [
        ...attached.filter(({ type }) => type === "comment"),
        ...others.filter((other) => !isSearched(other)),
      ],
      next,
    };
  }
}
