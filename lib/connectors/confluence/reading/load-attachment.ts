import { goneReason } from "#lib/sources/vendor/gone-reason.ts";
import { fileSkipReason, loadFile } from "#lib/sources/vendor/load-file.ts";
import type { Loaded } from "#lib/sources/vendor/read-entries.ts";
import type { Attached, Content, Place } from "../wiki/wiki.ts";
import { placeMetadata } from "./document.ts";
import type { Permissions } from "./permissions.ts";
import type { Reading } from "./reading.ts";

export type FileToLoad = { attached: Attached; owner: Content; place: Place; permissions: Permissions };

/** Downloads a file of a page and reads its text. Its bytes come from another host, which is sent no credentials. */
export async function loadAttachment(
  { wiki, blobs, extractFile }: Reading,
  { attached, owner, place, permissions }: FileToLoad,
  signal: AbortSignal,
): Promise<Loaded> {
  const reason = fileSkipReason(attached.mediaType, attached.sizeBytes);
  if (reason !== undefined) return { kind: "skipped", reason };
  const people = await wiki.people(attached.authorId === undefined ? [] : [attached.authorId]);
  const author = people.get(attached.authorId ?? "");
  const answer = await wiki
    .open(attached)
    .catch((error: unknown) => goneReason(error) ?? Promise.reject(error));
  if (typeof answer === "string") return { kind: "gone", reason: answer };
  const below = { space: place.space, above: [...place.above, owner.title] };
  return loadFile(
    answer,
    {
      name: attached.title,
      mime: attached.mediaType ?? "application/octet-stream",
      fileOwner: author?.email,
      author: author?.name,
      modifiedAt: attached.modifiedAt,
      metadata: {
        ...placeMetadata(below),
        type: "attachment",
        version: attached.version,
        page_id: owner.id,
        ...(permissions ? { permissions } : {}),
      },
    },
    { blobs, extractFile, signal },
  );
}
