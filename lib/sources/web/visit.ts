import { createHash } from "node:crypto";
import { ExtractionError } from "#lib/extract/extraction.ts";
import type { Extractor } from "#lib/extract/extractor.ts";
import { decodeText } from "#lib/extract/html-charset.ts";
import { type HtmlPage, readHtmlPage } from "#lib/extract/html-to-markdown.ts";
import type { FetchResponse } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import type { BlobRef, BlobStore } from "#lib/storage/blobs.ts";
import { fileKind, mimeOf } from "./content-type.ts";
import type { FrontierPage } from "./frontier.ts";
import { retryInstant, type SiteClient } from "./site-client.ts";

/** Reads the text of a stored file. */
export type ExtractFile = Extractor["extractFile"];

export type VisitTools = {
  client: SiteClient;
  blobs: BlobStore;
  extractFile: ExtractFile;
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
const fileTimeoutMs = 300_000;

/**
 * Asks for one page and says what came of it. Redirects aren't followed: their target is a page of its own.
 * @param conditional whether an answer “as it was” may stand for the document
 */
export async function visitPage(page: FrontierPage, conditional: boolean, tools: VisitTools): Promise<Visit> {
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
  return kind === "file" ? readFile(answer, known, tools) : readPage(answer, known);
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

function validators(answer: FetchResponse, bodyHash: Buffer) {
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

async function readFile(answer: FetchResponse, known: Buffer | null, tools: VisitTools): Promise<Visit> {
  const mime = mimeOf(answer.headers["content-type"]);
  const name = fileName(answer.url);
  answer.extendTime(fileTimeoutMs);
  const blob = await tools.blobs.put(answer.body);
  const bodyHash = Buffer.from(blob.sha256, "hex");
  if (known?.equals(bodyHash)) return { kind: "unchanged" };
  try {
    const path = await tools.blobs.path(blob.sha256);
    const file = await tools.extractFile({ path, mime, name, signal: tools.signal });
    const { text, author, language, createdAt, modifiedAt, metadata } = file;
    const facts = { title: file.title ?? name, mime: file.mime, author, language, createdAt, modifiedAt };
    const original = { blob, length: 0 };
    const finding = { ...facts, text, metadata, original, ...validators(answer, bodyHash) };
    const robotsTag = answer.headers["x-robots-tag"]?.toLowerCase() ?? "";
    return { kind: "found", finding, page: undefined, robotsTag };
  } catch (error) {
    if (tools.signal.aborted || !(error instanceof ExtractionError)) throw error;
    if (error.outcome === "skipped") return { kind: "skipped", reason: error.message };
    return { kind: "failed", error: error.message, isOutage: false };
  }
}

function fileName(url: string): string {
  const last = new URL(url).pathname.split("/").pop() ?? "";
  try {
    return decodeURIComponent(last) || "file";
  } catch {
    return last;
  }
}
