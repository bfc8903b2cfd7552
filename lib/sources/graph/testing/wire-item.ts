import { createHash } from "node:crypto";
import type { MicrosoftModel, ModelDrive, ModelItem, ModelPage, ModelSite } from "./model.ts";

const person = ({ displayName, email }: ModelItem["author"]) => ({
  user: { id: "1f0e", displayName, email },
});

/** An item as Microsoft Graph v1.0 answers it, with all that it has; `$select` takes from it. */
export function wireItem(model: MicrosoftModel, drive: ModelDrive, item: ModelItem): Record<string, unknown> {
  const parentReference = {
    driveId: drive.id,
    driveType: drive.driveType,
    siteId: drive.siteId.split(",")[1],
    ...(item.parentId && { id: item.parentId }),
  };
  const about = {
    id: item.id,
    name: item.name,
    eTag: `"{${model.uniqueId(item).toUpperCase()}},${item.version}"`,
    createdDateTime: item.createdAt,
    lastModifiedDateTime: item.modifiedAt,
    createdBy: person(item.author),
    lastModifiedBy: person(item.author),
    parentReference,
    webUrl: `${drive.webUrl}${(model.pathOf(drive, item) ?? "").split("/").map(encodeURIComponent).join("/")}`,
    ...(item.sharedScope && { shared: { scope: item.sharedScope } }),
  };
  return { ...about, ...facets(item) };
}

function facets(item: ModelItem): Record<string, unknown> {
  const size = Buffer.byteLength(item.content);
  const hash = createHash("sha1").update(item.content).digest("base64");
  switch (item.kind) {
    case "root":
      return { root: {}, folder: { childCount: 1 }, size: 0 };
    case "folder":
      return { folder: { childCount: 1 }, size: 0 };
    case "notebook":
      return { package: { type: "oneNote" }, size: 0 };
    case "shortcut":
      return {
        remoteItem: { id: "01REMOTE", webUrl: "https://contoso.sharepoint.com/sites/Other/Lib", folder: {} },
      };
    case "file":
      return { size, file: { mimeType: "text/plain", hashes: { quickXorHash: hash } } };
  }
}

/** A deleted item in a delta of OneDrive for Business: without its name. */
export function wireTombstone({ id, kind, parentId }: ModelItem, drive: ModelDrive): Record<string, unknown> {
  const parentReference = { driveId: drive.id, ...(parentId && { id: parentId }) };
  return {
    id,
    deleted: { state: "deleted" },
    parentReference,
    ...(kind === "folder" ? { folder: {} } : { file: {} }),
  };
}

export function wireSite({ id, host, path, displayName }: ModelSite): Record<string, unknown> {
  return {
    id,
    displayName,
    name: path.split("/").at(-1),
    webUrl: `https://${host}${path}`,
    createdDateTime: "2026-01-01T00:00:00Z",
  };
}

export function wireDrive({ id, name, webUrl, driveType, owner }: ModelDrive): Record<string, unknown> {
  return { id, name, webUrl, driveType, owner: person(owner), createdDateTime: "2026-01-01T00:00:00Z" };
}

export function wirePage(site: ModelSite, page: ModelPage, withCanvas: boolean): Record<string, unknown> {
  const by = person({ displayName: "Ana Silva", email: "ana@contoso.com" });
  return {
    id: page.id,
    name: page.name,
    title: page.title,
    eTag: `"{${page.id.toUpperCase()}},${page.version}"`,
    webUrl: `https://${site.host}${site.path}/SitePages/${page.name}`,
    createdDateTime: page.modifiedAt,
    lastModifiedDateTime: page.modifiedAt,
    createdBy: by,
    lastModifiedBy: by,
    publishingState: {
      level: page.version.startsWith("0.") ? "draft" : "published",
      versionId: page.version,
    },
    ...(withCanvas && { canvasLayout: wireCanvas(page.html) }),
  };
}

function wireCanvas(html: string): Record<string, unknown> {
  const webparts = [{ "@odata.type": "#microsoft.graph.textWebPart", id: "w1", innerHtml: html }];
  return { horizontalSections: [{ id: "1", columns: [{ id: "1", width: 12, webparts }] }] };
}
