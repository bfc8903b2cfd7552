import { createHash } from "node:crypto";
import type { SourceItem } from "#lib/connectors/source.ts";
import type { BlobRef } from "#lib/storage/blobs.ts";
import type { FrontierPage, PageState } from "./frontier.ts";
import type { Policy, Refusal } from "./judge.ts";
import { isInScope, normalizeUrl, type Scope, siteOf, urlProblem } from "./url.ts";
import type { Finding, Original, Visit } from "./visit.ts";

/** What is told of a page, unless its text is to be stored. */
type Told = Exclude<SourceItem, { kind: "content" }>;

/** A text that is to be a document. */
export type Candidacy = {
  finding: Omit<Finding, "original">;
  contentHash: Buffer;
  canonical: string | undefined;
  /** Its original bytes, being stored. */
  original: Promise<BlobRef>;
};

/** Begins to store original bytes. */
export type KeepOriginal = (original: Original) => Promise<BlobRef>;

/** What follows from a visit. */
export type Decision = {
  /** To be stored, unless another page says the same; or just told; or neither, for a page that is forgotten. */
  store?: Candidacy;
  item?: Told;
  /** What the frontier keeps; absent when it stays as it is. */
  state?: PageState;
  remove?: boolean;
  found: { url: string; depth: number }[];
  /** Links that aren't followed because of what their addresses look like. */
  notFollowed: { count: number; reason: string } | undefined;
};

/** After so many runs in a row without a page, its row is forgotten; so long a temporary redirect is put up with. */
const goneRunsAtMost = 3;
const linksPerPage = 1000;

const noState: PageState = { etag: null, lastModified: null, goneRuns: 0, bodyHash: null, contentHash: null };

/** Turns what came of a visit into what is told, kept and followed. Does nothing itself but begin to keep originals. */
export function decide(
  page: FrontierPage,
  visit: Visit | Refusal,
  policy: Policy,
  keep: KeepOriginal,
): Decision {
  switch (visit.kind) {
    case "found":
      return decideFound(page, visit, policy, keep);
    case "unchanged":
      return {
        ...told(page, { kind: "unchanged" }),
        ...(page.goneRuns > 0 && { state: { ...page, goneRuns: 0 } }),
      };
    case "redirect":
      return decideRedirect(page, visit, policy.scope);
    case "gone":
      return lost(page, visit.reason);
    case "outside":
      return page.isDocument
        ? ended(page, visit.reason)
        : { remove: true, found: [], notFollowed: undefined };
    case "excluded":
      return ended(page, visit.reason);
    case "skipped":
      return told(page, { kind: "skipped", reason: visit.reason });
    case "failed":
      return told(page, { kind: "failed", error: visit.error });
    case "limited":
      return told(page, { kind: "failed", error: "the site kept asking to come back later" });
  }
}

/** Tells links of a page that aren't followed, as an item beside the page. */
export function linksNotFollowed(page: Pick<FrontierPage, "url">, { notFollowed }: Decision): SourceItem[] {
  if (!notFollowed) return [];
  const reason = `${notFollowed.count} links not followed: ${notFollowed.reason}`;
  return [{ key: `${page.url}#links-not-followed`, link: page.url, kind: "skipped", reason }];
}

type Outcome =
  | { kind: "unchanged" }
  | { kind: "gone" | "skipped"; reason: string }
  | { kind: "failed"; error: string };

function told(page: FrontierPage, outcome: Outcome): Decision {
  return { item: { key: page.url, link: page.url, ...outcome }, found: [], notFollowed: undefined };
}

/** A page that isn't a document any more by what the site or the settings say; its row stays. */
function ended(page: FrontierPage, reason: string, goneRuns = 0): Decision {
  const outcome: Outcome = page.isDocument ? { kind: "gone", reason } : { kind: "skipped", reason };
  const state = { ...noState, goneRuns };
  const isSame = page.contentHash === null && page.etag === null && page.goneRuns === goneRuns;
  return { ...told(page, outcome), ...(!isSame && { state }) };
}

/** A page that the site says is gone; forgotten after the third run in a row, once its document is gone too. */
function lost(page: FrontierPage, reason: string): Decision {
  const goneRuns = page.goneRuns + 1;
  if (goneRuns < goneRunsAtMost || page.isDocument) return ended(page, reason, goneRuns);
  return { ...told(page, { kind: "skipped", reason }), remove: true };
}

function decideRedirect(
  page: FrontierPage,
  { to, permanent }: { to: string; permanent: boolean },
  scope: Scope,
): Decision {
  const target = normalizeUrl(to);
  const inside = target !== undefined && isInScope(new URL(target), scope);
  const reason = inside ? `redirects to ${target}` : `redirects outside the site: ${to.slice(0, 500)}`;
  const found = inside && target !== page.url ? [{ url: target, depth: page.depth }] : [];
  const goneRuns = page.goneRuns + 1;
  // A sign-in page or a site in maintenance redirects for a while: that alone ends no document.
  if (page.isDocument && !permanent && goneRuns < goneRunsAtMost) {
    const error = `${reason}, for now; its document is kept until that has been so three times`;
    return { ...told(page, { kind: "failed", error }), state: { ...page, goneRuns }, found };
  }
  return { ...ended(page, reason, page.isDocument ? goneRuns : page.goneRuns), found };
}

type Found = Extract<Visit, { kind: "found" }>;

function decideFound(page: FrontierPage, visit: Found, policy: Policy, keep: KeepOriginal): Decision {
  const { respectRobots } = policy;
  const marks = respectRobots ? `${visit.page?.robots ?? ""},${visit.robotsTag}` : "";
  const follow = !/\b(nofollow|none)\b/.test(marks);
  const links = follow ? linksToFollow(page, visit, policy.scope, respectRobots) : noLinks;
  const refresh = visit.page?.refresh;
  if (refresh && refresh.seconds <= 5 && visit.finding.text.length < 500) {
    return { ...decideRedirect(page, { to: refresh.url, permanent: false }, policy.scope) };
  }
  if (/\b(noindex|none)\b/.test(marks)) {
    return { ...ended(page, "the page asks not to be indexed (noindex)"), ...links };
  }
  const excluded = policy.patterns.excludes(new URL(page.url));
  if (excluded) return { ...ended(page, excluded), ...links };
  if (visit.finding.text === "") return { ...told(page, { kind: "skipped", reason: "no text" }), ...links };
  const { original, ...finding } = visit.finding;
  const contentHash = createHash("sha256")
    .update(`${finding.title ?? ""}\n${finding.text}`)
    .digest();
  const canonical = canonicalOf(page, visit.page?.canonical, policy.scope);
  const state = {
    etag: finding.etag,
    lastModified: finding.lastModified,
    goneRuns: 0,
    bodyHash: finding.bodyHash,
    contentHash,
  };
  return {
    store: { finding, contentHash, canonical, original: keep(original) },
    ...(!isSameState(page, state) && { state }),
    ...links,
  };
}

const noLinks: Pick<Decision, "found" | "notFollowed"> = { found: [], notFollowed: undefined };

function isSameState(page: FrontierPage, state: PageState): boolean {
  const same = (a: Buffer | null, b: Buffer | null) => (a === null || b === null ? a === b : a.equals(b));
  return (
    page.etag === state.etag &&
    page.lastModified === state.lastModified &&
    page.goneRuns === state.goneRuns &&
    same(page.bodyHash, state.bodyHash) &&
    same(page.contentHash, state.contentHash)
  );
}

function linksToFollow(page: FrontierPage, visit: Found, scope: Scope, respectRobots: boolean) {
  const urls = new Set<string>();
  let odd: string | undefined;
  let count = 0;
  for (const link of visit.page?.links ?? []) {
    if (respectRobots && link.nofollow) continue;
    const url = normalizeUrl(link.url);
    if (url === undefined || urls.has(url) || url === page.url || !isInScope(new URL(url), scope)) continue;
    const problem = urls.size >= linksPerPage ? `a page has at most ${linksPerPage} links` : urlProblem(url);
    if (!problem) urls.add(url);
    else {
      odd ??= problem;
      count++;
    }
  }
  const found = [...urls].map((url) => ({ url, depth: page.depth + 1 }));
  return { found, notFollowed: odd === undefined ? undefined : { count, reason: odd } };
}

/** The address that a page calls its own, when that is another page of the crawl and not just another spelling. */
function canonicalOf(page: FrontierPage, canonical: string | undefined, scope: Scope): string | undefined {
  const url = canonical === undefined ? undefined : normalizeUrl(canonical);
  if (url === undefined || !isInScope(new URL(url), scope)) return undefined;
  return spelling(url) === spelling(page.url) ? undefined : url;
}

function spelling(text: string): string {
  const url = new URL(text);
  const path = url.pathname.replace(/\/index\.(html?|php)$/, "/").replace(/\/$/, "");
  return siteOf(url) + path + url.search;
}
