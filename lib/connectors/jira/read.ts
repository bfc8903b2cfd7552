import { type ReadContext, SourceError, type SourceItem } from "#lib/connectors/source.ts";
import { goneReason, goneWhileReading } from "#lib/sources/vendor/gone-reason.ts";
import { type ExtractFile, fileSkipReason, loadFile } from "#lib/sources/vendor/load-file.ts";
import { politely } from "#lib/sources/vendor/polite.ts";
import { type Entry, type ListedPage, type Loaded, readEntries } from "#lib/sources/vendor/read-entries.ts";
import { instantOf, issueContent, linkOf, nameOf, titleOf } from "./document.ts";
import { readAll, readFamily, unmet } from "./families.ts";
import { createIssueLoader, type IssueLoader } from "./issue-loader.ts";
import { withIds } from "./jql.ts";
import type { Attachment, Listed } from "./schemas.ts";
import type { JiraSlots } from "./slots.ts";
import { issuesAtOnce, type ListedIssues, type Place, type Tracker } from "./tracker.ts";

type Read = ReadContext<JiraSlots>;
type Reading = {
  read: Read;
  tracker: Tracker;
  extractFile: ExtractFile;
  loader: IssueLoader;
  fieldNames: ReadonlyMap<string, string>;
};

/** Requests at a time to one site, over all runs that read it. */
const concurrency = 6;
/** With each change of what a document holds, documents are made anew. */
const form = 1;

type Checkpoint = { at: Place; isWhole: boolean };

/**
 * Reads what a JQL query finds. Each run lists all of it, by id, key and time of the last change, and reads whole only
 * those that changed: no clock and no time zone is in it, and what isn't listed any more left the query.
 */
export async function* readJira(read: Read, tools: { tracker: Tracker; extractFile: ExtractFile }) {
  const { tracker } = tools;
  const reading = {
    ...tools,
    read,
    loader: createIssueLoader(tracker),
    fieldNames: await tracker.fieldNames(),
  };
  const pages = read.onlyKeys ? onlySome(reading, read.onlyKeys) : everything(reading);
  const batches = readEntries(read, pages, { atOnce: issuesAtOnce });
  yield* politely(read, tracker.site.client, { host: new URL(tracker.site.root).host, concurrency }, batches);
}

async function* everything(reading: Reading): AsyncGenerator<ListedPage> {
  const { read, tracker } = reading;
  const {
    include_attachments: _,
    search_children_issues: children,
    search_parent_issues: parents,
  } = read.slots.config;
  const begun = checkpointOf(read);
  const met = new Set<string>();
  let { isWhole } = begun;
  let latest: Checkpoint = begun;
  for await (const page of readAll(tracker, read.slots.jql_query, begun.at)) {
    const found = unmet(page.issues, met);
    yield pageOf(reading, found, latest);
    for await (const kin of readFamily(tracker, found, { children, parents }, met)) {
      isWhole &&= kin.isWhole;
      yield pageOf(reading, kin.issues, latest);
    }
    isWhole &&= page.isWhole;
    latest = { at: page.next, isWhole };
    yield { entries: [], checkpoint: latest, listingComplete: page.next === null && isWhole };
  }
}

/** A place ends with its server's memory of it: an older release's, or none, is the beginning. */
function checkpointOf({ checkpoint }: Read): Checkpoint {
  const known = checkpoint as Checkpoint | null;
  return known && "isWhole" in known ? known : { at: null, isWhole: true };
}

function pageOf(reading: Reading, issues: readonly Listed[], checkpoint: Checkpoint): ListedPage {
  return { entries: issues.flatMap((issue) => entriesOf(reading, issue)), checkpoint };
}

function entriesOf(reading: Reading, issue: Listed): (Entry | SourceItem)[] {
  const { read, tracker } = reading;
  const entry: Entry = {
    key: issue.id,
    title: titleOf(issue),
    link: linkOf(tracker.site.root, issue.key),
    version: `${form} ${issue.key} ${issue.fields.updated}`,
    load: () => loadIssue(reading, issue.id),
  };
  const files = read.slots.config.include_attachments ? (issue.fields.attachment ?? []) : [];
  return [entry, ...files.map((file) => fileEntry(reading, issue, file))];
}

async function loadIssue({ loader, tracker, fieldNames }: Reading, id: string): Promise<Loaded> {
  const issue = await loader.load(id);
  if (!issue) return { kind: "gone", reason: goneWhileReading };
  const shown = issue.fields.comment;
  const isAll = !shown || shown.comments.length >= shown.total;
  const comments = isAll ? (shown?.comments ?? []) : await tracker.comments(id);
  const { root } = tracker.site;
  const content = issueContent(issue, comments, { root, fieldNames });
  return { kind: "content", title: titleOf(issue), link: linkOf(root, issue.key), content };
}

function fileEntry(reading: Reading, issue: Listed, file: Attachment): Entry | SourceItem {
  const { root } = reading.tracker.site;
  const about = {
    key: `${issue.id}/attachment/${file.id}`,
    title: file.filename,
    link: file.content ?? `${root}/secure/attachment/${file.id}/${encodeURIComponent(file.filename)}`,
  };
  const reason = fileSkipReason(file.mimeType, file.size);
  if (reason !== undefined) return { ...about, kind: "skipped", reason };
  // A file is never changed: another one has another id. What it belongs to may get another key.
  const version = `${form} ${issue.key} ${file.size}`;
  return {
    ...about,
    version,
    parentKey: issue.id,
    load: (signal) => loadAttachment(reading, issue, file, signal),
  };
}

async function loadAttachment(
  { tracker, read, extractFile }: Reading,
  issue: Listed,
  file: Attachment,
  signal: AbortSignal,
): Promise<Loaded> {
  try {
    const answer = await tracker.open(file);
    const facts = {
      name: file.filename,
      mime: file.mimeType ?? "application/octet-stream",
      author: nameOf(file.author),
      fileOwner: file.author?.emailAddress ?? undefined,
      createdAt: instantOf(file.created),
      metadata: { type: "attachment", key: issue.key, path: titleOf(issue) },
    };
    return await loadFile(answer, facts, { blobs: read.blobs, extractFile, signal });
  } catch (error) {
    const reason = goneReason(error);
    if (reason === undefined) throw error;
    return { kind: "gone", reason };
  }
}

/** Some items alone: the keys of issues are their ids, those of files begin with them. */
async function* onlySome(reading: Reading, keys: readonly string[]): AsyncGenerator<ListedPage> {
  const wanted = new Set(keys);
  const ids = [...new Set(keys.map((key) => key.split("/")[0] ?? key))];
  for (let at = 0; at < ids.length; at += issuesAtOnce) {
    for await (const { issues } of listSome(reading.tracker, ids.slice(at, at + issuesAtOnce))) {
      const entries = issues
        .flatMap((issue) => entriesOf(reading, issue))
        .filter(({ key }) => wanted.has(key));
      yield { entries, checkpoint: null };
    }
  }
}

/** Issues by their ids. One that is gone makes the whole query wrong: then they are asked for one by one. */
async function* listSome(tracker: Tracker, ids: readonly string[]): AsyncGenerator<ListedIssues> {
  try {
    yield* readAll(tracker, withIds(ids), null);
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== "misconfigured") throw error;
    if (ids.length > 1) for (const id of ids) yield* listSome(tracker, [id]);
  }
}
