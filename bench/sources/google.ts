import { createGoogleDrive } from "#lib/connectors/google_drive/source.ts";
import { myDrive } from "#lib/sources/google/testing/drive-model.ts";
import { openDriveStage } from "#lib/sources/google/testing/open-stage.ts";
import { keyFile } from "#lib/sources/google/testing/reader-key.ts";
import type { SourceBench } from "./source-bench.ts";

/** A folder of so many files, a hundred to a folder, each with a few kB of text; Google's pages of 1,000. */
export async function openGoogleBench(items: number): Promise<SourceBench> {
  const { server, setup, ...stage } = await openDriveStage();
  const { model } = server;
  server.pageSize = 1000;
  const root = model.folder("Root");
  const top = model.folder("Top", root);
  const text = "A mill turns grain into flour, and water turns the mill. ".repeat(50);
  let folder = top;
  const files = Array.from({ length: items }, (_, at) => {
    if (at % 100 === 0) folder = model.folder(`Folder ${at / 100}`, top);
    return model.add({ name: `File ${at}.txt`, text: `${at} ${text}`, parent: folder });
  });
  return {
    source: createGoogleDrive(setup) as unknown as SourceBench["source"],
    slots: { root_file_id: root, root_item_ids: [] },
    credentials: { service_account: keyFile() },
    servers: [server],
    edits: {
      "nothing changed": () => {},
      "10 files changed": () => {
        for (const file of files.slice(0, 10)) model.edit(file, { text: `Changed ${text}` });
      },
      "the top folder renamed": () => model.edit(top, { name: "Renamed" }),
      "a folder of 100 moved out": () => model.move(folder, model.folder("Away", myDrive)),
      "its token refused": () => {
        model.folder("Elsewhere", myDrive);
        server.oldestToken = model.feeds.get("")?.length ?? 0;
      },
    },
    [Symbol.asyncDispose]: stage[Symbol.asyncDispose],
  };
}
