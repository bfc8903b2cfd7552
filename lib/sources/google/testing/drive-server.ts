import { createPublicKey, verify } from "node:crypto";
import {
  openVendorServer,
  type VendorAnswer,
  type VendorCall,
  type VendorServer,
} from "#lib/sources/vendor/testing/vendor-server.ts";
import { driveScope } from "../account.ts";
import { folderMime, shortcutMime } from "../drive-file.ts";
import { DriveModel, type ModelFile, myDrive } from "./drive-model.ts";
import { project } from "./partial-answer.ts";
import { readerKey } from "./reader-key.ts";

export type DriveServer = VendorServer & {
  model: DriveModel;
  /** Items of a page at most: the service may give fewer than asked for. */
  pageSize: number;
  /** Lets a query with several parents answer nothing, as Google's sometimes does. */
  losesGroups: boolean;
  isIncomplete: boolean;
  /** Change tokens before this one are refused. */
  oldestToken: number;
  /** Called with every JSON answer of the API: the path's pattern and the whole resource, before `fields` cut it. */
  onAnswer: (schema: string, answer: unknown) => void;
  /** People that the key may act for. */
  delegated: Set<string>;
  tokensGiven: number;
  now: () => Date;
  /** Assertions' claims, as they came. */
  claims: Record<string, unknown>[];
};

/** Google Drive v3 and Google's token endpoint on the loopback, as far as a reader speaks to them. */
export async function openDriveServer(): Promise<DriveServer> {
  const model = new DriveModel();
  const server = await openVendorServer((call) => {
    if (call.url.pathname === "/token") return token(drive, call);
    if (call.headers.authorization?.startsWith("Bearer token-") !== true)
      return problem(401, "authError", "Invalid Credentials");
    return api(drive, call);
  });
  const drive: DriveServer = Object.assign(server, {
    model,
    pageSize: 10,
    losesGroups: false,
    isIncomplete: false,
    oldestToken: 0,
    onAnswer: () => {},
    delegated: new Set<string>(["ana@example.com"]),
    tokensGiven: 0,
    now: () => new Date(),
    claims: [],
  });
  return drive;
}

function token(drive: DriveServer, { body }: VendorCall): VendorAnswer {
  const form = new URLSearchParams(body);
  const given = () => ({
    json: {
      access_token: `token-${++drive.tokensGiven}`,
      expires_in: 3599,
      token_type: "Bearer",
      scope: driveScope,
    },
  });
  if (form.get("grant_type") === "refresh_token") {
    const isKnown =
      form.get("refresh_token") === "1//refresh" && form.get("client_secret") === "client-secret";
    return isKnown ? given() : refused("invalid_grant", "Token has been expired or revoked.");
  }
  const [header = "", payload = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  const key = createPublicKey(readerKey().pem);
  if (!verify("RSA-SHA256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))) {
    return refused("invalid_grant", "Invalid JWT Signature.");
  }
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  drive.claims.push(claims);
  const isTimely =
    Math.abs(claims.iat * 1000 - drive.now().getTime()) < 600_000 && claims.exp - claims.iat <= 3600;
  if (!isTimely) {
    return refused(
      "invalid_grant",
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
    );
  }
  if (claims.sub !== undefined && !String(claims.sub).endsWith("@example.com")) {
    return refused("invalid_grant", "Invalid email or User ID");
  }
  if (claims.sub !== undefined && !drive.delegated.has(claims.sub)) {
    const words =
      "Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.";
    return { ...refused("unauthorized_client", words), status: 401 };
  }
  return given();
}

function refused(error: string, error_description: string): VendorAnswer {
  return { status: 400, json: { error, error_description } };
}

/** An error as Drive v3 writes it. */
export function problem(code: number, reason: string, message: string, location?: string): VendorAnswer {
  const where = location === undefined ? {} : { location, locationType: "parameter" };
  return {
    status: code,
    json: { error: { errors: [{ domain: "global", reason, message, ...where }], code, message } },
  };
}

function notFound(id: string): VendorAnswer {
  return problem(404, "notFound", `File not found: ${id}.`, "fileId");
}

function api(drive: DriveServer, call: VendorCall): VendorAnswer {
  const { url } = call;
  const [, , , collection = "", id, verb] = url.pathname.split("/").map(decodeURIComponent);
  if (collection === "about") {
    const user = {
      kind: "drive#user",
      displayName: "Reader",
      emailAddress: whoIs(drive),
      permissionId: "1",
      me: true,
    };
    return answer(drive, call, "About", { kind: "drive#about", user });
  }
  if (collection === "changes")
    return id === "startPageToken" ? startToken(drive, call) : changes(drive, call);
  if (collection === "drives") {
    const name = drive.model.drives.get(id ?? "");
    const isMember = drive.model.memberOf.has(id ?? "");
    if (name === undefined || !isMember)
      return problem(404, "notFound", `Shared drive not found: ${id}`, "driveId");
    return answer(drive, call, "Drive", { kind: "drive#drive", id, name });
  }
  if (id === undefined) return list(drive, call);
  const file = visible(drive, call, id);
  if (!file) return notFound(id);
  if (verb === "export") return exported(file, url.searchParams.get("mimeType") ?? "");
  if (url.searchParams.get("alt") === "media") return download(file);
  return answer(drive, call, "File", resource(drive, file));
}

function whoIs(drive: DriveServer): string {
  return String(drive.claims.at(-1)?.sub ?? drive.claims.at(-1)?.iss ?? "ana@example.com");
}

function answer(drive: DriveServer, { url }: VendorCall, schema: string, json: object): VendorAnswer {
  drive.onAnswer(schema, json);
  const fields = url.searchParams.get("fields");
  return { json: fields === null ? json : project(json, fields) };
}

function visible({ model }: DriveServer, { headers }: VendorCall, asked: string): ModelFile | undefined {
  const file = model.files.get(asked === "root" ? myDrive : asked);
  if (!file?.isVisible) return undefined;
  const keys = String(headers["x-goog-drive-resource-keys"] ?? "").split(",");
  const isLocked = file.resourceKey !== undefined && !keys.includes(`${file.id}/${file.resourceKey}`);
  return isLocked ? undefined : file;
}

function resource({ model }: DriveServer, file: ModelFile): object {
  const isBlob = !file.mimeType.startsWith("application/vnd.google-apps.");
  const isPlaceless = file.mimeType === folderMime || file.mimeType === shortcutMime;
  const isParentSeen = file.parent !== undefined && model.files.get(file.parent)?.isVisible;
  const target = file.target === undefined ? undefined : model.files.get(file.target);
  const owner = {
    kind: "drive#user",
    displayName: "Ana Example",
    emailAddress: "ana@example.com",
    permissionId: "7",
    me: false,
  };
  return {
    kind: "drive#file",
    id: file.id,
    name: file.name,
    mimeType: file.mimeType,
    trashed: file.trashed,
    version: String(file.modified),
    createdTime: "2026-10-01T08:00:00.000Z",
    modifiedTime: new Date(file.modified).toISOString(),
    webViewLink: `https://drive.google.com/file/d/${file.id}/view`,
    capabilities: { canDownload: file.canDownload },
    lastModifyingUser: owner,
    ...(isParentSeen && { parents: [file.parent] }),
    ...(isBlob && { md5Checksum: model.md5(file) }),
    ...(!isPlaceless && { size: String(file.content.length) }),
    ...(file.resourceKey !== undefined && { resourceKey: file.resourceKey }),
    ...(file.driveId === undefined
      ? { ownedByMe: file.standing === "owned", owners: [owner], permissions: file.permissions }
      : { driveId: file.driveId }),
    ...(file.standing === "shared" && { sharedWithMeTime: "2026-10-02T08:00:00.000Z" }),
    ...(file.target !== undefined && {
      shortcutDetails: {
        targetId: file.target,
        targetMimeType: target?.mimeType ?? "text/plain",
        ...(target?.resourceKey !== undefined && { targetResourceKey: target.resourceKey }),
      },
    }),
  };
}

function list(drive: DriveServer, call: VendorCall): VendorAnswer {
  const { searchParams } = call.url;
  const parents = [...(searchParams.get("q") ?? "").matchAll(/'([^']+)' in parents/g)].map(
    ([, id]) => id ?? "",
  );
  const hidden = parents.find((id) => !visible(drive, call, id));
  if (hidden !== undefined) return notFound(".");
  const corpus = searchParams.get("driveId");
  if (corpus !== null && !drive.model.memberOf.has(corpus)) return notFound(corpus);
  const all = drive.losesGroups && parents.length > 1 ? [] : drive.model.children(parents);
  const from = Number(searchParams.get("pageToken") ?? 0);
  if (Number.isNaN(from)) return problem(400, "invalid", "Invalid Value", "pageToken");
  const to = from + Math.min(drive.pageSize, Number(searchParams.get("pageSize") ?? 100));
  return answer(drive, call, "FileList", {
    kind: "drive#fileList",
    incompleteSearch: drive.isIncomplete,
    ...(to < all.length && { nextPageToken: String(to) }),
    files: all.slice(from, to).map((file) => resource(drive, file)),
  });
}

function feedOf(drive: DriveServer, { url }: VendorCall) {
  const driveId = url.searchParams.get("driveId") ?? "";
  const isOpen = driveId === "" || drive.model.memberOf.has(driveId);
  return isOpen ? drive.model.feeds.get(driveId) : undefined;
}

function startToken(drive: DriveServer, call: VendorCall): VendorAnswer {
  const feed = feedOf(drive, call);
  if (!feed) return problem(404, "notFound", "Shared drive not found.", "driveId");
  return answer(drive, call, "StartPageToken", {
    kind: "drive#startPageToken",
    startPageToken: String(feed.length),
  });
}

function changes(drive: DriveServer, call: VendorCall): VendorAnswer {
  const feed = feedOf(drive, call);
  if (!feed) return problem(404, "notFound", "Shared drive not found.", "driveId");
  const from = Number(call.url.searchParams.get("pageToken"));
  if (!(from >= drive.oldestToken)) return problem(400, "invalid", "Invalid Value", "pageToken");
  const to = Math.min(feed.length, from + drive.pageSize);
  // A later entry of the same file takes an earlier one's place.
  const told = feed
    .slice(from, to)
    .filter(({ fileId }, at) => !feed.slice(from + at + 1).some((later) => later.fileId === fileId));
  return answer(drive, call, "ChangeList", {
    kind: "drive#changeList",
    ...(to < feed.length ? { nextPageToken: String(to) } : { newStartPageToken: String(to) }),
    changes: told.map(({ fileId, removed }) => {
      const file = visible(drive, call, fileId);
      const base = { kind: "drive#change", changeType: "file", time: "2026-11-20T08:00:00.000Z", fileId };
      return { ...base, removed: removed || !file, ...(file && { file: resource(drive, file) }) };
    }),
  });
}

function download(file: ModelFile): VendorAnswer {
  if (file.mimeType.startsWith("application/vnd.google-apps.")) {
    return problem(
      403,
      "fileNotDownloadable",
      "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
      "alt",
    );
  }
  return { body: file.content, headers: { "content-type": file.mimeType } };
}

function exported(file: ModelFile, mime: string): VendorAnswer {
  const bytes = file.exports[mime] ?? file.content;
  if (bytes === "too large") {
    return problem(403, "exportSizeLimitExceeded", "This file is too large to be exported.");
  }
  return { body: bytes, headers: { "content-type": mime } };
}
