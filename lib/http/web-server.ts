import { createServer, type RequestListener, type Server } from "node:http";

export type PatienceLimits = {
  /** For all headers of a request. */
  headersMs?: number;
  /** For a whole request, a large upload included. */
  requestMs?: number;
  /** Without a byte either way: a body that drips, a reader who doesn't read. */
  silenceMs?: number;
  /** How often slow ones are looked for. */
  checkMs?: number;
};

/** An HTTP server that waits for nobody forever: whoever sends or reads too slowly loses the connection, alone. */
export function createWebServer(listener: RequestListener, limits: PatienceLimits = {}): Server {
  const { headersMs = 15_000, requestMs = 15 * 60_000, silenceMs = 2 * 60_000, checkMs = 5000 } = limits;
  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkMs,
      maxHeaderSize: 16 * 1024,
    },
    listener,
  );
  server.setTimeout(silenceMs);
  return server;
}
