import { createHash } from "node:crypto";
import { decodeText } from "#lib/extract/html-charset.ts";
import { type HtmlPage, readHtmlPage } from "#lib/extract/html-to-markdown.ts";
import type { FetchResponse } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import type { BlobRef } from "#lib/storage/blobs.ts";
import { fileKind, mimeOf } from "./content-type.ts";
import type { FrontierPage } from "./frontier.ts";
import { retryInstant, type SiteClient } from "./site-client.ts";

/** Makes something of an answer that is a file; `known` is the hash of the bytes that a document holds already. */
export type ReadFile = (answer: FetchResponse, known: Buffer | null) => Promise<Visit>;

export type VisitTools = {
  client: SiteClient;
  readFile: ReadFile;
  signal: AbortSignal;
  now: () => Date;
};

/** What a page said that is worth a document. */
export type Finding = {
  title: string | undefined;
  text: string;
  mime: string;
  author: string | undefined;
  language: string | undefined;
  createdAt: Date | undefined;
  modifiedAt: Date | undefined;
  metadata: Record<string, string | number | boolean>;
  /** Original bytes of a page; of a file, which is stored already, what it is stored as. */
  original: Original;
  bodyHash: Buffer;
  etag: string | null;
  lastModified: string | null;
};

export type Original = { bytes: Uint8Array; length: number } | { blob: BlobRef; length: number };

export type Visit =
  | { kind: "found"; finding: Finding; page: HtmlPage | undefined; robotsTag: string }
  | { kind: "unchanged" }
  | { kind: "redirect"; to: string; permanent: boolean }
  | { kind: "gone"; reason: string }
  | { kind: "skipped"; reason: string }
  | { kind: "failed"; error: string; isOutage: boolean }
  | { kind: "limited"; retryAt: Date };

const maxPageBytes = 10_000_000;
const maxFileBytes = 100_000_000;

/**
 * Asks for one page and says what came of it. Redirects aren't followed: their target is a page of its own.
 * @param conditional whether an answer “as it was” may stand for the document
 */
async function visitPage(page: FrontierPage, conditional: boolean, tools: VisitTools): Promise<Visit> {
  try {
    const headers = conditional ? conditions(page) : {};
    const answer = await tools.client.get(page.url, {
      headers,
      maxRedirects: 0,
      maxBytes: maxFileBytes,
    });
    const visit = judgeStatus(answer, Object.keys(headers).length > 0, tools.now());
    if (!visit) return await readAnswer(answer, conditional ? page.bodyHash : null, tools);
    await answer.discard();
    return visit;
  } catch (error) {
    if (tools.signal.aborted || !(error instanceof FetchError)) throw error;
    return failedVisit(error);
  }
}

/** The same for a page that robots.txt may forbid. */
export async function visitAllowedPage(
  page: FrontierPage,
  conditional: boolean,
  tools: VisitTools,
): Promise<Visit> {
  const answer = await tools.client.robots(page.url);
  if (answer.kind === "limited") return answer;
  if (answer.kind === "unreachable") {
    return { kind: "failed", error: `robots.txt can't be read: ${answer.reason}`, isOutage: true };
  }
  if (!answer.robots.allows(new URL(page.url))) {
    return { kind: "skipped", reason: "robots.txt doesn't allow it" };
  }
  return visitPage(page, conditional, tools);
}

/** Why a site can't be read at all, judged by its start page; undefined when that answers. */
export async function findOutage(start: string, { client, signal, now }: VisitTools) {
  const visit = await client.get(start, { maxRedirects: 0 }).then(
    async (answer) => {
      await answer.discard();
      return judgeStatus(answer, false, now());
    },
    (error) => {
      if (signal.aborted || !(error instanceof FetchError)) throw error;
      return failedVisit(error);
    },
  );
  return visit?.kind === "failed" && visit.isOutage ? visit.error : undefined;
}

function conditions(page: FrontierPage): Record<string, string> {
  return {
    ...(page.etag && { "if-none-match": page.etag }),
    ...(page.lastModified && { "if-modified-since": page.lastModified }),
  };
}

const outages = new Set(["dns", "connect", "tls", "timeout", "network"]);

function failedVisit(error: FetchError): Visit {
  if (error.kind === "too_large") return { kind: "skipped", reason: `too large: ${error.message}` };
  return { kind: "failed", error: error.message, isOutage: outages.has(error.kind) };
}

/** What the status alone decides; undefined when the body is to be read. */
function judgeStatus(answer: FetchResponse, wasConditional: boolean, now: Date): Visit | undefined {
  const { status } = answer;
  const retryAt = retryInstant(answer, now);
  if (retryAt) return { kind: "limited", retryAt };
  if (status === 304 && wasConditional) return { kind: "unchanged" };
  if (status >= 300 && status < 400) {
    const to = URL.parse(answer.headers.location ?? "", answer.url)?.href;
    if (!to || !answer.headers.location)
      return { kind: "failed", error: `answered ${status} and no address`, isOutage: false };
    return { kind: "redirect", to, permanent: status === 301 || status === 308 };
  }
  if (status === 404 || status === 410) return { kind: "gone", reason: `the site answered ${status}` };
  if (status === 401 || status === 403) {
    return { kind: "failed", error: `the site refuses to show it (${status})`, isOutage: false };
  }
  if (status >= 500) return { kind: "failed", error: `the site answered ${status}`, isOutage: true };
  if (status >= 400) return { kind: "failed", error: `the site answered ${status}`, isOutage: false };
  if (status === 204 || status === 205) return { kind: "skipped", reason: "no text" };
  return undefined;
}

async function readAnswer(answer: FetchResponse, known: Buffer | null, tools: VisitTools): Promise<Visit> {
  const mime = mimeOf(answer.headers["content-type"]);
  const kind = fileKind(mime, answer.url);
  if (kind === "unsupported") {
    await answer.discard();
    return { kind: "skipped", reason: `unsupported type: ${mime}` };
  }
  return kind === "file" ? tools.readFile(answer, known) : readPage(answer, known);
}

async function readPage(answer: FetchResponse, known: Buffer | null): Promise<Visit> {
  const bytes = await cappedBytes(answer, maxPageBytes);
  if (!bytes) return { kind: "skipped", reason: "too large: a page has at most 10 MB" };
  const bodyHash = createHash("sha256").update(bytes).digest();
  const robotsTag = answer.headers["x-robots-tag"]?.toLowerCase() ?? "";
  // The same bytes may come with a new mark.
  if (robotsTag === "" && known?.equals(bodyHash)) return { kind: "unchanged" };
  const contentType = answer.headers["content-type"];
  const text = decodeText(bytes, contentType);
  const isHtml = looksLikeHtml(mimeOf(contentType), text);
  const page = isHtml ? readHtmlPage(text, answer.url) : undefined;
  const finding: Finding = {
    title: page?.title,
    text: page?.text ?? text.trim(),
    mime: isHtml ? "text/html" : mimeOf(contentType) || "text/plain",
    author: page?.author,
    language: page?.language ?? answer.headers["content-language"]?.split(",")[0]?.trim(),
    createdAt: page?.createdAt,
    modifiedAt: page?.modifiedAt,
    metadata: pageMetadata(page),
    original: { bytes, length: bytes.length },
    ...validators(answer, bodyHash),
  };
  return { kind: "found", finding, page, robotsTag };
}

function looksLikeHtml(mime: string, text: string): boolean {
  if (mime !== "") return mime.includes("html");
  return /^\s*(<!doctype html|<html|<\?xml|<!--)/i.test(text);
}

function pageMetadata(page: HtmlPage | undefined): Finding["metadata"] {
  return {
    ...(page?.description && { description: page.description }),
    ...(page?.siteName && { site_name: page.siteName }),
    ...(page?.keywords && { keywords: page.keywords }),
    ...(page?.truncated && { truncated: true }),
  };
}

/** What an answer tells its next conditional request. */
export function validators(answer: FetchResponse, bodyHash: Buffer) {
  const short = (value: string | undefined) => (value !== undefined && value.length <= 500 ? value : null);
  return { bodyHash, etag: short(answer.headers.etag), lastModified: short(answer.headers["last-modified"]) };
}

/** A body up to a size; undefined, and the rest left unread, when it is larger. */
async function cappedBytes(answer: FetchResponse, limit: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
