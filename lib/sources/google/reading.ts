import { tooLargeReason } from "#lib/sources/vendor/load-file.ts";
import type { DriveFile } from "./drive-file.ts";

/** A form to ask a Docs editor's file in; `suffix` tells the reader of files what it gets. */
export type ExportForm = { mime: string; suffix: string };

/** How a file's text is had. */
export type Reading =
  | { kind: "download" }
  /** The forms to ask for, best first: when one is over Google's limit for exports, the next is tried. */
  | { kind: "export"; forms: readonly [ExportForm, ...ExportForm[]] }
  | { kind: "skip"; reason: string };

const plain: ExportForm = { mime: "text/plain", suffix: ".txt" };

/**
 * Sheets as xlsx, because csv has the first sheet only; Docs as Markdown, which keeps headings and tables; drawings as
 * PDF, whose text can be read (developers.google.com/drive/api/guides/ref-export-formats).
 */
const exportForms: Record<string, readonly [ExportForm, ...ExportForm[]]> = {
  document: [{ mime: "text/markdown", suffix: ".md" }, plain],
  spreadsheet: [
    { mime: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", suffix: ".xlsx" },
  ],
  presentation: [
    { mime: "application/vnd.openxmlformats-officedocument.presentationml.presentation", suffix: ".pptx" },
    plain,
  ],
  drawing: [{ mime: "application/pdf", suffix: ".pdf" }],
  script: [{ mime: "application/vnd.google-apps.script+json", suffix: ".json" }],
};

const unreadable: Record<string, string> = {
  form: "a Google Form",
  site: "a Google Site",
  map: "a map of Google My Maps",
  vid: "a Google Vids video",
  jam: "a Jamboard",
  fusiontable: "a Fusion Table",
  "drive-sdk": "a file of another app, kept outside Drive",
};

const editorPrefix = "application/vnd.google-apps.";

/** How a file is read, or why it isn't; decided by its listing alone, before anything is downloaded. */
export function readingOf(file: DriveFile): Reading {
  const { mimeType } = file;
  if (mimeType.startsWith(editorPrefix)) return editorReading(file, mimeType.slice(editorPrefix.length));
  if (mimeType.startsWith("application/vnd.google-gsuite.encrypted")) {
    return skip("It is encrypted by its organisation: Google itself can't read it.");
  }
  if (/^(image|video|audio|font)\//.test(mimeType)) {
    return skip(`No text is read from it: it is of type ${mimeType}.`);
  }
  if (file.capabilities?.canDownload === false) return skip(noDownload);
  const tooLarge = tooLargeReason(file.size === undefined ? undefined : Number(file.size));
  return tooLarge === undefined ? { kind: "download" } : skip(tooLarge);
}

const noDownload =
  "Its owner doesn't let this account download it: in Drive's sharing settings, viewers may not download, print and copy.";

function editorReading(file: DriveFile, kind: string): Reading {
  const forms = exportForms[kind];
  if (!forms) {
    return skip(`Google gives out no text of it: it is ${unreadable[kind] ?? `of type ${file.mimeType}`}.`);
  }
  return file.capabilities?.canDownload === false ? skip(noDownload) : { kind: "export", forms };
}

function skip(reason: string): Reading {
  return { kind: "skip", reason };
}
