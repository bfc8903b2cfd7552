import { readFileText } from "#lib/extract/read-file.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import type { GoogleSetup } from "../create-drive-source.ts";
import { type DriveServer, openDriveServer } from "./drive-server.ts";

export type DriveStage = {
  server: DriveServer;
  setup: GoogleSetup;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** A stand-in for Google, and what a source needs to read it; files are read in this process. */
export async function openDriveStage(): Promise<DriveStage> {
  const server = await openDriveServer();
  const fetch = createGuardedFetch({ allowPrivateHosts: [server.host] });
  return {
    server,
    setup: {
      fetch: () => fetch,
      settings: () => ({ GOOGLE_API_ROOT: server.origin, GOOGLE_TOKEN_URL: `${server.origin}/token` }),
      extractFile: ({ signal: _signal, ...file }) => readFileText(file),
    },
    async [Symbol.asyncDispose]() {
      await fetch.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
