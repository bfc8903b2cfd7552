import { z } from "zod";

/**
 * Drive's resources, as far as they are read (discovery document of Drive v3, revision 20260916). 64-bit numbers come
 * as strings; what an account may not see, or an item doesn't have, is absent.
 */
const user = z.object({
  displayName: z.string().optional(),
  emailAddress: z.string().optional(),
  permissionId: z.string().optional(),
});

const permission = z.object({
  type: z.string(),
  role: z.string(),
  emailAddress: z.string().optional(),
  domain: z.string().optional(),
  allowFileDiscovery: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

export const driveFile = z.object({
  id: z.string(),
  name: z.string().default(""),
  mimeType: z.string(),
  parents: z.array(z.string()).optional(),
  driveId: z.string().optional(),
  trashed: z.boolean().optional(),
  size: z.string().optional(),
  md5Checksum: z.string().optional(),
  createdTime: z.string().optional(),
  modifiedTime: z.string().optional(),
  webViewLink: z.string().optional(),
  description: z.string().optional(),
  resourceKey: z.string().optional(),
  ownedByMe: z.boolean().optional(),
  sharedWithMeTime: z.string().optional(),
  owners: z.array(user).optional(),
  lastModifyingUser: user.optional(),
  capabilities: z.object({ canDownload: z.boolean().optional() }).optional(),
  shortcutDetails: z
    .object({ targetId: z.string().optional(), targetResourceKey: z.string().optional() })
    .optional(),
  permissions: z.array(permission).optional(),
});

export type DriveFile = z.output<typeof driveFile>;
export type DrivePermission = z.output<typeof permission>;

/** What is asked of each file: a partial answer is a small one, and the default one lacks most of it. */
export const fileFields = [
  "id,name,mimeType,parents,driveId,trashed,size,md5Checksum,createdTime,modifiedTime,webViewLink,description",
  "resourceKey,ownedByMe,sharedWithMeTime,owners(displayName,emailAddress),lastModifyingUser(displayName)",
  "capabilities(canDownload),shortcutDetails(targetId,targetResourceKey)",
  "permissions(type,role,emailAddress,domain,allowFileDiscovery,deleted)",
].join(",");

export const fileList = z.object({
  nextPageToken: z.string().optional(),
  incompleteSearch: z.boolean().optional(),
  files: z.array(driveFile).default([]),
});
export type FileList = z.output<typeof fileList>;

export const drive = z.object({ id: z.string(), name: z.string() });

export const about = z.object({ user });

export const startPageToken = z.object({ startPageToken: z.string() });

export const change = z.object({
  changeType: z.string().optional(),
  removed: z.boolean().optional(),
  fileId: z.string().optional(),
  file: driveFile.optional(),
});
export type DriveChange = z.output<typeof change>;

export const changeList = z.object({
  nextPageToken: z.string().optional(),
  newStartPageToken: z.string().optional(),
  changes: z.array(change).default([]),
});
export type ChangeList = z.output<typeof changeList>;

export const folderMime = "application/vnd.google-apps.folder";
export const shortcutMime = "application/vnd.google-apps.shortcut";

export function isFolder({ mimeType }: Pick<DriveFile, "mimeType">): boolean {
  return mimeType === folderMime;
}
