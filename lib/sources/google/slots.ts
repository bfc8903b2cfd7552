import { z } from "zod";
import { readDriveReference } from "./file-id.ts";

const reference = z
  .string()
  .trim()
  .min(1, "Paste a folder, shared drive or file link, or its id.")
  .max(2048, "A link has at most 2,048 characters.");

/** Which file or folder of Google Drive is read; both Drive types share it. */
export const driveFields = {
  root_file_id: reference.meta({
    title: "Folder or file",
    description: "Paste a folder, shared drive or file link. Everything inside a folder is included.",
    placeholder: "https://drive.google.com/drive/folders/…",
    widget: "drive_link",
  }),
  root_item_ids: z.array(reference).max(10_000, "At most 10,000 items.").default([]).meta({
    title: "Only these items",
    description: "Leave empty for everything below. One link per line.",
    advanced: true,
  }),
};

type DriveSlots = { root_file_id: string; root_item_ids: string[]; resource_keys?: unknown };

/**
 * Replaces links by the ids in them; their resource keys are kept under `resource_keys` (id → key).
 * For `.transform` on a schema of `driveFields`.
 */
export function extractDriveIds<T extends DriveSlots>(slots: T, context: z.RefinementCtx): T {
  const keys: Record<string, string> = {};
  const extract = (text: string, path: (string | number)[]) => {
    const found = readDriveReference(text);
    if ("problem" in found) {
      context.addIssue({ code: "custom", message: found.problem, path, input: text });
      return text;
    }
    if (found.resourceKey) keys[found.id] = found.resourceKey;
    return found.id;
  };
  const root_file_id = extract(slots.root_file_id, ["root_file_id"]);
  const root_item_ids = slots.root_item_ids.map((item, index) => extract(item, ["root_item_ids", index]));
  if (Object.keys(keys).length === 0) return { ...slots, root_file_id, root_item_ids };
  const given = typeof slots.resource_keys === "object" ? slots.resource_keys : {};
  return { ...slots, root_file_id, root_item_ids, resource_keys: { ...given, ...keys } };
}
