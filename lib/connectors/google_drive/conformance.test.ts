import type { Source } from "#lib/connectors/source.ts";
import { myDrive } from "#lib/sources/google/testing/drive-model.ts";
import { problem } from "#lib/sources/google/testing/drive-server.ts";
import { openDriveStage } from "#lib/sources/google/testing/open-stage.ts";
import { keyFile } from "#lib/sources/google/testing/reader-key.ts";
import { testSource, type VendorStage } from "#lib/sources/vendor/testing/conformance.ts";
import { createGoogleDrive } from "./source.ts";

async function openGoogleDrive(): Promise<VendorStage> {
  const stage = await openDriveStage();
  const { server } = stage;
  const { model } = server;
  const root = model.folder("Handbook", myDrive, { parent: undefined, standing: "shared" });
  let folder = "";
  let made = 0;
  return {
    source: createGoogleDrive(stage.setup) as Source<never>,
    slots: { root_file_id: root, root_item_ids: [] },
    credentials: { service_account: keyFile() },
    server,
    manyItems: 3 * server.pageSize,
    add: (name, text) => {
      // Half of them in a folder of their own.
      if (made++ % 2 === 0) return model.add({ name, text, parent: root });
      folder ||= model.folder("Policies", root);
      return model.add({ name, text, parent: folder });
    },
    change: (key, text) => model.edit(key, { text }),
    rename: (key, name) => model.edit(key, { name }),
    move: (key) => model.move(key, model.folder("Elsewhere", root)),
    remove: (key) => model.remove(key),
    expected: () =>
      Object.fromEntries(
        model
          .below(root)
          .filter(({ mimeType }) => mimeType === "text/plain")
          .map(({ id, content }) => [id, content.toString()]),
      ),
    isListing: ({ url }) => /\/files$|\/changes$/.test(url.pathname),
    isContent: ({ url }) => url.searchParams.get("alt") === "media",
    refused: { kind: "answer", answer: problem(401, "authError", "Invalid Credentials") },
    forbidden: {
      kind: "answer",
      answer: problem(
        403,
        "insufficientFilePermissions",
        "The user does not have sufficient permissions for this file.",
      ),
    },
    [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
  };
}

testSource("google_drive", openGoogleDrive);
