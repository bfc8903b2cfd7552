import { readFile } from "node:fs/promises";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import type { ExtractFile } from "#lib/sources/vendor/load-file.ts";
import { createMicrosoftSource } from "../source.ts";
import { credentials, openMicrosoft } from "./microsoft.ts";
import type { MicrosoftModel } from "./model.ts";

/** The stand-in's files are texts: they need no child process to be read. */
export const readPlainText: ExtractFile = async ({ path }) => ({
  text: await readFile(path, "utf8"),
  mime: "text/plain",
  metadata: {},
});

/** The stand-in with a source that reads from it. */
export async function openMicrosoftStage(model?: MicrosoftModel) {
  const microsoft = await openMicrosoft(model);
  const { graph, downloads } = microsoft;
  const fetch = createGuardedFetch({ allowPrivateHosts: [graph.host, downloads.host] });
  const source = createMicrosoftSource(
    { fetch: () => fetch, roots: () => microsoft.roots, deployment: () => undefined },
    readPlainText,
  );
  return {
    microsoft,
    model: microsoft.model,
    source,
    credentials: { ...credentials },
    [Symbol.asyncDispose]: async () => {
      await fetch.close();
      await microsoft[Symbol.asyncDispose]();
    },
  };
}
