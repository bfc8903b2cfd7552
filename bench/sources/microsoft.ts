import { openMicrosoftStage } from "#lib/sources/graph/testing/stage.ts";
import type { SourceBench } from "./source-bench.ts";

/** A library of so many files, a hundred to a folder, each with a few kB of text; Microsoft's pages of 200. */
export async function openMicrosoftBench(items: number): Promise<SourceBench> {
  const { model, microsoft, source, credentials, ...stage } = await openMicrosoftStage();
  const drive = model.addDrive(model.addSite("contoso.sharepoint.com", "/sites/Docs"), "Documents");
  const top = model.addFolder(drive, model.root(drive), "Top");
  const text = "A mill turns grain into flour, and water turns the mill. ".repeat(50);
  let folder = top;
  const files = Array.from({ length: items }, (_, at) => {
    if (at % 100 === 0) folder = model.addFolder(drive, top, `Folder ${at / 100}`);
    return model.add(drive, folder, `File ${at}.txt`, { content: `${at} ${text}` });
  });
  return {
    source: source as SourceBench["source"],
    slots: { urls: ["https://contoso.sharepoint.com/sites/Docs/Documents"] },
    credentials,
    servers: [microsoft.graph, microsoft.downloads],
    edits: {
      "nothing changed": () => {},
      "10 files changed": () => {
        for (const file of files.slice(0, 10)) model.change(drive, file, `Changed: ${file.content}`);
      },
      "the top folder renamed": () => model.rename(drive, top, "Renamed"),
      "its link forgotten (410)": () => microsoft.forgetTokens(drive),
    },
    [Symbol.asyncDispose]: stage[Symbol.asyncDispose],
  };
}
