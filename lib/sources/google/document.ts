import { createHash } from "node:crypto";
import type { JsonObject } from "#lib/connectors/source.ts";
import type { FileFacts } from "#lib/sources/vendor/load-file.ts";
import type { DriveFile, DrivePermission } from "./drive-file.ts";

/** Where a file is, beyond what it says itself. */
export type Place = {
  /** Names of the folders above it, from the root's on, joined by slashes; empty for a root. */
  folder: string;
};

/** What is stored of a file besides its text. */
export function factsOf(file: DriveFile, { folder }: Place): FileFacts {
  const path = folder === "" ? file.name : `${folder}/${file.name}`;
  const owner = file.owners?.[0];
  return {
    name: file.name,
    mime: file.mimeType,
    fileOwner: owner?.emailAddress,
    author: owner?.displayName,
    createdAt: dateOf(file.createdTime),
    modifiedAt: dateOf(file.modifiedTime),
    metadata: metadataOf(file, path),
  };
}

/** Names of what `factsOf` puts into metadata. */
export const ownMetadata = [
  "path",
  "source_mime",
  "source_size_bytes",
  "drive_id",
  "description",
  "last_modified_by",
  "permissions",
] as const;

function metadataOf(file: DriveFile, path: string): JsonObject {
  const all: Record<(typeof ownMetadata)[number], JsonObject[string] | undefined> = {
    path,
    source_mime: file.mimeType,
    source_size_bytes: file.size === undefined ? undefined : Number(file.size),
    drive_id: file.driveId,
    description: file.description || undefined,
    last_modified_by: file.lastModifyingUser?.displayName,
    permissions: file.permissions && permissionsOf(file.permissions),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * Who may see a file, as Drive tells it: only to accounts that may share it, and never for items of shared drives.
 * In an order of its own, since Drive's varies.
 */
function permissionsOf(permissions: readonly DrivePermission[]): JsonObject[] {
  return permissions
    .filter(({ deleted }) => !deleted)
    .map(({ type, role, emailAddress, domain, allowFileDiscovery }) => ({
      type,
      role,
      ...(emailAddress === undefined ? {} : { email: emailAddress }),
      ...(domain === undefined ? {} : { domain }),
      ...(type === "anyone" || type === "domain" ? { discoverable: allowFileDiscovery ?? false } : {}),
    }))
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/**
 * What a file's document depends on: its bytes, then everything else. Bytes by their MD5, which Drive has of all but
 * its editors' files; of those the time of the last edit, which, unlike `version`, viewing and sharing leave alone.
 */
export function versionOf(file: DriveFile, place: Place): string {
  const facts = [file.name, file.webViewLink, file.capabilities?.canDownload, factsOf(file, place)];
  const rest = createHash("sha256").update(JSON.stringify(facts)).digest("base64url").slice(0, 22);
  return `${contentVersion(file)} ${rest}`;
}

export function contentVersion({ md5Checksum, modifiedTime, size, mimeType }: DriveFile): string {
  return [md5Checksum ?? `${modifiedTime}/${size}`, mimeType].join("/").replaceAll(" ", "");
}

/** Whether two versions are of the same bytes, whatever else differs. */
export function hasSameContent(version: string | null, other: string): boolean {
  return version !== null && version.split(" ")[0] === other.split(" ")[0];
}

function dateOf(time: string | undefined): Date | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(at) ? undefined : new Date(at);
}

/** Pictures of a Google Doc come as base64 inside its Markdown: megabytes that say nothing. */
export function withoutPictures(markdown: string): string {
  return markdown
    .replace(/^\[[^\]\n]+\]:\s*<data:image\/[^>\n]*>[^\S\n]*$\n?/gm, "")
    .replace(/!\[([^\]\n]*)\]\[image\d+\]/g, "$1")
    .replace(/!\[([^\]\n]*)\]\(data:image\/[^)\n]*\)/g, "$1")
    .trim();
}
