const pages = new Set([
  "text/html",
  "application/xhtml+xml",
  "text/plain",
  "text/markdown",
  "text/x-markdown",
]);

const files = new Set(["application/pdf", "text/csv", "text/tab-separated-values", "application/json"]);
const officeFamilies = [
  "application/vnd.openxmlformats-officedocument.",
  "application/vnd.oasis.opendocument.",
];

const fileNames = /\.(pdf|docx|pptx|xlsx|odt|ods|odp|csv|tsv)$/i;

/** The bare type of a Content-Type header, in lower case; empty when there is none. */
export function mimeOf(contentType: string | undefined): string {
  return (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/**
 * How an answer is to be read: as a page of text, as a file through the extractor, or not at all.
 * Servers that don't know a file's type say `octet-stream`: then its name decides.
 */
export function fileKind(mime: string, url: string): "page" | "file" | "unsupported" {
  if (mime === "" && !fileNames.test(pathOf(url))) return "page";
  if (pages.has(mime)) return "page";
  if (files.has(mime) || officeFamilies.some((family) => mime.startsWith(family))) return "file";
  const isVague =
    mime === "" || /^(application|binary)\/(octet-stream|x-download|force-download)$/.test(mime);
  return isVague && fileNames.test(pathOf(url)) ? "file" : "unsupported";
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
