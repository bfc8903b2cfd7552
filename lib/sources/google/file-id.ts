/** A Drive file or folder as a person gave it. */
export type DriveReference = {
  id: string;
  /** Link-shared items may need it to be read at all (`resourcekey=0-…`). */
  resourceKey?: string;
};

const idShape = /^[A-Za-z0-9_-]{10,}$/;
const hosts = new Set(["drive.google.com", "docs.google.com", "drive.usercontent.google.com"]);
const collections: Record<string, string> = {
  "shared-with-me": "This is the list of what was shared with you. Open the folder and copy its link.",
  recent: "This is the list of recent files. Open the folder and copy its link.",
  starred: "This is the list of starred files. Open the folder and copy its link.",
  trash: "This is the bin. Open a folder outside it and copy its link.",
  "shared-drives": "This is the list of shared drives. Open the drive and copy its link.",
  search: "This link opens a search. Open the folder and copy its link.",
  home: "This is Drive's start page. Open the folder and copy its link.",
};

/**
 * Reads the id from a bare id or any Drive or Docs address (SOURCES §1): the query's `id`, the segment after `d`,
 * or the one after `folders`, whichever comes first. `/my-drive` is Drive's alias `root`.
 * @returns the reference, or why the text is none
 */
export function readDriveReference(text: string): DriveReference | { problem: string } {
  const input = text.trim();
  if (input === "root" || idShape.test(input)) return { id: input };
  const url = URL.canParse(input) ? new URL(input) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { problem: "Paste the link of a file, folder or shared drive, or its id." };
  }
  if (!hosts.has(url.hostname)) {
    return {
      problem: `“${url.hostname}” isn't Google Drive. Paste a link of drive.google.com or docs.google.com.`,
    };
  }
  return readUrl(url);
}

function readUrl(url: URL): DriveReference | { problem: string } {
  const segments = url.pathname.split("/").filter(Boolean);
  const problem = listProblem(segments, url);
  if (problem) return { problem };
  if (segments.at(-1) === "my-drive") return { id: "root" };
  const id =
    url.searchParams.get("id") ??
    url.searchParams.get("fileId") ??
    after(segments, "d") ??
    after(segments, "folders");
  if (!id || !idShape.test(id)) {
    return { problem: "This link names no file or folder. Open it in Drive and copy the address." };
  }
  const resourceKey = url.searchParams.get("resourcekey");
  return resourceKey ? { id, resourceKey } : { id };
}

function listProblem(segments: string[], url: URL): string | undefined {
  const at = segments.indexOf("d");
  if (at >= 0 && segments[at + 1] === "e") {
    return "This is a published copy (/d/e/…). Use the link from the address bar of the document itself.";
  }
  const last = segments.at(-1) ?? "";
  if (url.hash.startsWith("#search") || url.searchParams.has("q")) return collections.search;
  return collections[last];
}

function after(segments: string[], marker: string): string | undefined {
  const at = segments.indexOf(marker);
  return at >= 0 ? segments[at + 1] : undefined;
}
