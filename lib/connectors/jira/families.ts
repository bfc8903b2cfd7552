import { childrenOf, inListingOrder, withIds } from "./jql.ts";
import type { Listed } from "./schemas.ts";
import type { ListedIssues, Place, Tracker } from "./tracker.ts";

/** Ids that one query names: more would make it too long for some servers. */
const idsPerQuery = 100;
const generations = 50;

export type Kin = { children: boolean; parents: boolean };

/**
 * The issues below and above some that were found: children and their children, parents up to the topmost. Each once,
 * and none that was met before.
 * @param met ids met so far; those of the family are added
 */
export async function* readFamily(
  tracker: Tracker,
  found: readonly Listed[],
  { children, parents }: Kin,
  met: Set<string>,
): AsyncGenerator<ListedIssues> {
  if (children) yield* generationsOf(tracker, found, met, (issues) => issues.map(({ id }) => id), childrenOf);
  if (parents) yield* generationsOf(tracker, found, met, (issues) => parentsOf(issues, met), withIds);
}

async function* generationsOf(
  tracker: Tracker,
  found: readonly Listed[],
  met: Set<string>,
  idsOf: (issues: readonly Listed[]) => string[],
  queryFor: (ids: readonly string[]) => string,
): AsyncGenerator<ListedIssues> {
  let issues = found;
  for (let generation = 0; issues.length > 0 && generation < generations; generation++) {
    const next: Listed[] = [];
    const ids = [...new Set(idsOf(issues))];
    for (let at = 0; at < ids.length; at += idsPerQuery) {
      for await (const page of readAll(tracker, queryFor(ids.slice(at, at + idsPerQuery)), null)) {
        const fresh = unmet(page.issues, met);
        next.push(...fresh);
        yield { ...page, issues: fresh };
      }
    }
    issues = next;
  }
}

function parentsOf(issues: readonly Listed[], met: ReadonlySet<string>): string[] {
  return issues.flatMap(({ fields }) =>
    fields.parent && !met.has(fields.parent.id) ? [fields.parent.id] : [],
  );
}

/** Issues that weren't met yet; they are from now on. */
export function unmet(issues: readonly Listed[], met: Set<string>): Listed[] {
  return issues.filter(({ id }) => {
    if (met.has(id)) return false;
    met.add(id);
    return true;
  });
}

/** Every page of a query, from a place on. A place that comes again would never end: then the rest is left out. */
export async function* readAll(tracker: Tracker, jql: string, from: Place): AsyncGenerator<ListedIssues> {
  const ordered = inListingOrder(jql);
  const places = new Set<Place>();
  for (let at = from; ; ) {
    const page = await tracker.list(ordered, at);
    const isCircle = page.next !== null && places.has(page.next);
    yield isCircle ? { ...page, next: null, isWhole: false } : page;
    if (page.next === null || isCircle) return;
    places.add(page.next);
    at = page.next;
  }
}
