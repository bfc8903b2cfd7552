import { expect } from "vitest";
import type { VendorStage } from "#lib/sources/vendor/testing/conformance.ts";
import { faults } from "#lib/sources/vendor/testing/vendor-server.ts";
import { itemKey } from "../mirror.ts";
import { openMicrosoftStage } from "./stage.ts";

/** One folder of a library, for the conformance suite: what is beside it isn't read. */
export async function openLibrary(host: string, path: string, folderAddress: string): Promise<VendorStage> {
  const { microsoft, model, source, credentials, ...stage } = await openMicrosoftStage();
  microsoft.habits = { ...microsoft.habits, pageSize: 25, emptyPages: true, repeats: true };
  const drive = model.addDrive(model.addSite(host, path), "Documents", "Shared Documents");
  const folder = model.addFolder(drive, model.root(drive), "Read");
  const other = model.addFolder(drive, folder, "Further down");
  model.add(drive, model.root(drive), "beside.txt");
  const keys = new Map<string, ReturnType<typeof model.add>>();
  const itemOf = (key: string) => {
    const item = keys.get(key);
    if (!item) throw new Error(`There is no ${key}.`);
    return item;
  };
  return {
    source: source as VendorStage["source"],
    slots: { urls: [folderAddress] },
    credentials,
    server: microsoft.graph,
    manyItems: 80,
    add(name, content) {
      const item = model.add(drive, folder, `${name}.txt`, { content });
      keys.set(itemKey(drive.id, item.id), item);
      return itemKey(drive.id, item.id);
    },
    change: (key, text) => model.change(drive, itemOf(key), text),
    rename: (key, name) => model.rename(drive, itemOf(key), `${name}.txt`),
    move: (key) => model.move(drive, itemOf(key), other),
    remove: (key) => model.remove(drive, itemOf(key)),
    expected: () =>
      Object.fromEntries(
        [...keys].filter(([, item]) => !item.isDeleted).map(([key, item]) => [key, item.content]),
      ),
    isListing: ({ url }) => url.pathname.endsWith("/delta"),
    isContent: ({ url }) => url.pathname.endsWith("/content"),
    refused: faults.status(401, {
      error: "invalid_client",
      error_description: "AADSTS7000215: Invalid client secret provided. Trace ID: 1",
      error_codes: [7000215],
    }),
    forbidden: faults.status(403, { error: { code: "accessDenied", message: "Access denied" } }),
    async [Symbol.asyncDispose]() {
      expect(microsoft.mistakes).toEqual([]);
      await stage[Symbol.asyncDispose]();
    },
  };
}
