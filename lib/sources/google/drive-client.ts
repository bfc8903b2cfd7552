import { z } from "zod";
import type { FetchResponse, GuardedFetch } from "#lib/net/fetch.ts";
import { createVendorClient, type VendorClient } from "#lib/sources/vendor/client.ts";
import { maxFileBytes } from "#lib/sources/vendor/load-file.ts";
import type { GoogleAccount } from "./account.ts";
import {
  about,
  type ChangeList,
  changeList,
  type DriveFile,
  drive,
  driveFile,
  type FileList,
  fileFields,
  fileList,
  startPageToken,
} from "./drive-file.ts";
import { explainDrive } from "./explain.ts";
import type { GoogleTokens } from "./tokens.ts";

export type DriveClientOptions = {
  fetch: GuardedFetch;
  apiRoot: string;
  tokens: GoogleTokens;
  account: GoogleAccount;
  signal: AbortSignal;
  now: () => Date;
  /** Keys of link-shared items, by id: without its key such an item doesn't exist for whoever asks. */
  resourceKeys?: Record<string, string>;
};

export type ChildrenRequest = {
  parents: readonly string[];
  /** The shared drive that all parents are in, for its members. */
  driveId: string | undefined;
  pageToken: string | undefined;
};

/** The Drive API, as far as it is read. Failures are VendorErrors that name Google's reason. */
export type DriveClient = {
  /** Who is signed in, by e-mail address. */
  whoAmI: () => Promise<string | undefined>;
  file: (id: string) => Promise<DriveFile>;
  driveName: (id: string) => Promise<string>;
  /** A page of what is right below some folders; what is in the bin is left out. */
  children: (request: ChildrenRequest) => Promise<FileList>;
  /** Where a change feed stands now: a shared drive's, or the account's own. */
  startToken: (driveId?: string) => Promise<string>;
  changes: (token: string, driveId?: string) => Promise<ChangeList>;
  download: (id: string) => Promise<FetchResponse>;
  export: (id: string, mime: string) => Promise<FetchResponse>;
  learnKey: (id: string, key: string | undefined) => void;
  /** Its `concurrency` is a run's share of what Google allows. */
  vendor: VendorClient;
};

/** Drive gives at most so many at a time, and may give fewer. */
const pageSize = 1000;
/** A page of a thousand files, each with its permissions. */
const listBytes = 100_000_000;
const allDrives = { supportsAllDrives: true, includeItemsFromAllDrives: true };
const fileDownload = { maxBytes: maxFileBytes, headers: { accept: "*/*" } };

export function createDriveClient(options: DriveClientOptions): DriveClient {
  const { fetch, apiRoot, tokens, account, signal, now } = options;
  const root = `${apiRoot}/drive/v3`;
  const keys = new Map(Object.entries(options.resourceKeys ?? {}));
  const vendor = createVendorClient({
    vendor: "Google Drive",
    fetch,
    signal,
    now,
    explain: explainDrive,
    authorize: async (url, renew): Promise<Record<string, string>> => {
      if (url.origin !== new URL(apiRoot).origin) return {};
      return { authorization: `Bearer ${await tokens({ account, renew, fetch, signal })}` };
    },
  });
  /** `X-Goog-Drive-Resource-Keys: id/key,…` (developers.google.com/drive/api/guides/resource-keys). */
  const keyHeader = (ids: readonly string[]): Record<string, string> => {
    const known = ids.flatMap((id) => (keys.has(id) ? `${id}/${keys.get(id)}` : []));
    return known.length === 0 ? {} : { "x-goog-drive-resource-keys": known.join(",") };
  };
  const get = <T>(path: string, query: Query, schema: z.ZodType<T>, ids: readonly string[] = []) =>
    vendor.json({ url: root + path, query, headers: keyHeader(ids), maxBytes: listBytes }, schema);
  const fileUrl = (id: string) => `${root}/files/${encodeURIComponent(id)}`;
  const openFile = (id: string, path: string, query: Query) =>
    vendor.open({
      url: fileUrl(id) + path,
      query,
      ...fileDownload,
      headers: { ...fileDownload.headers, ...keyHeader([id]) },
    });

  return {
    vendor,
    whoAmI: async () => (await get("/about", { fields: "user(emailAddress)" }, about)).user.emailAddress,
    file: (id) =>
      get(`/files/${encodeURIComponent(id)}`, { fields: fileFields, supportsAllDrives: true }, driveFile, [
        id,
      ]),
    driveName: async (id) =>
      (await get(`/drives/${encodeURIComponent(id)}`, { fields: "id,name" }, drive)).name,
    children: ({ parents, driveId, pageToken }) => {
      const corpus = driveId === undefined ? {} : { corpora: "drive", driveId };
      const fields = `nextPageToken,incompleteSearch,files(${fileFields})`;
      const query = { q: childrenQuery(parents), ...corpus, ...allDrives, pageSize, pageToken, fields };
      return get("/files", query, fileList, parents);
    },
    startToken: async (driveId) =>
      (await get("/changes/startPageToken", { driveId, supportsAllDrives: true }, startPageToken))
        .startPageToken,
    changes: (pageToken, driveId) => {
      const fields = `nextPageToken,newStartPageToken,changes(changeType,removed,fileId,file(${fileFields}))`;
      // With corpus removals a file that went to another drive and may still be read isn't told as gone.
      const removals = { includeRemoved: true, includeCorpusRemovals: true };
      return get("/changes", { pageToken, driveId, ...allDrives, ...removals, pageSize, fields }, changeList);
    },
    download: (id) => openFile(id, "", { alt: "media", supportsAllDrives: true }),
    export: (id, mimeType) => openFile(id, "/export", { mimeType }),
    learnKey: (id, key) => {
      if (key !== undefined) keys.set(id, key);
    },
  };
}

type Query = Record<string, string | number | boolean | undefined>;

function childrenQuery(parents: readonly string[]): string {
  const any = parents.map((id) => `'${id}' in parents`).join(" or ");
  return `(${any}) and trashed = false`;
}

/** Resource keys as slots keep them. */
export function resourceKeysOf(slots: { resource_keys?: unknown }): Record<string, string> {
  const keys = z.record(z.string(), z.string()).safeParse(slots.resource_keys);
  return keys.success ? keys.data : {};
}
