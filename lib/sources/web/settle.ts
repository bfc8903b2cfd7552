import type { ItemContent, SourceItem } from "#lib/connectors/source.ts";
import type { Candidacy, Decision } from "./decide.ts";
import type { FrontierPage, PageState, StoredPage } from "./frontier.ts";

export type Decided = { page: FrontierPage; decision: Decision; durationMs: number };

/** A page whose text is to be stored, unless another page stands for it. */
type Candidate = Decided & { store: Candidacy };

export type TwinSearch = {
  /** Pages stored earlier under these contents or addresses. */
  stored: readonly StoredPage[];
  isInFlight: (url: string) => boolean;
  /** Whether a page may still wait for the page that it names as canonical: once in a run. */
  mayWait: (url: string) => boolean;
};

/** What becomes of a candidate: its text is stored, another page stands for it, or it waits until that one is known. */
export type Standing =
  | { kind: "stored" }
  | { kind: "twin"; of: string }
  | { kind: "hold" }
  | { kind: "requeue" };

/**
 * Decides between pages that say the same. A canonical page of the same site stands for those that name it, once it is
 * known to be a document. Of others with one text the one found first is kept, so that every run keeps the same.
 */
export function standings(candidates: readonly Candidate[], search: TwinSearch): Map<Decided, Standing> {
  const byContent = new Map<string, { url: string; seq: number }>();
  const urls = new Set<string>();
  const remember = (url: string, seq: number, contentHash: Buffer) => {
    const key = contentHash.toString("hex");
    const known = byContent.get(key);
    if (!known || seq < known.seq) byContent.set(key, { url, seq });
    urls.add(url);
  };
  for (const { url, seq, contentHash } of search.stored) remember(url, seq, contentHash);
  const result = new Map<Decided, Standing>();
  // Those that name no other page come first: they may be what the others name.
  const inOrder = candidates.toSorted(
    (a, b) =>
      Number(a.store.canonical !== undefined) - Number(b.store.canonical !== undefined) ||
      a.page.seq - b.page.seq,
  );
  for (const candidate of inOrder) {
    const { page, store } = candidate;
    const standing =
      standingByCanonical(candidate, urls, search) ??
      standingByContent(page, byContent.get(store.contentHash.toString("hex")));
    result.set(candidate, standing);
    if (standing.kind === "stored") remember(page.url, page.seq, store.contentHash);
  }
  return result;
}

function standingByCanonical(
  { page, store }: Candidate,
  urls: ReadonlySet<string>,
  search: TwinSearch,
): Standing | undefined {
  const { canonical } = store;
  if (canonical === undefined) return undefined;
  if (urls.has(canonical)) return { kind: "twin", of: canonical };
  if (search.isInFlight(canonical)) return { kind: "hold" };
  return search.mayWait(page.url) ? { kind: "requeue" } : undefined;
}

function standingByContent(page: FrontierPage, first: { url: string; seq: number } | undefined): Standing {
  return first && first.url !== page.url && first.seq < page.seq
    ? { kind: "twin", of: first.url }
    : { kind: "stored" };
}

const noState: PageState = { etag: null, lastModified: null, goneRuns: 0, bodyHash: null, contentHash: null };

/** The decision for a page that another one stands for. */
export function twinDecision({ page, decision }: Decided, of: string): Decision {
  const reason = `same as ${of}`;
  const { found, notFollowed } = decision;
  const isKnown = page.contentHash === null && page.etag === null && page.goneRuns === 0;
  return {
    item: { key: page.url, link: page.url, kind: page.isDocument ? "gone" : "skipped", reason },
    ...(!isKnown && { state: noState }),
    found,
    notFollowed,
  };
}

/** Makes a text a document, once its original bytes are stored. */
export async function contentItem(
  { page, durationMs, store }: Candidate,
  fileOwner: string,
): Promise<SourceItem> {
  const { text, mime, author, language, createdAt, modifiedAt, metadata, title } = store.finding;
  const facts = { author, language, createdAt, modifiedAt, metadata };
  const content: ItemContent = { text, mime, fileOwner, original: await store.original, ...facts };
  return { key: page.url, title: title ?? page.url, link: page.url, durationMs, kind: "content", content };
}
