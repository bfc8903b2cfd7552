import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Served = { origin: string; [Symbol.asyncDispose]: () => Promise<void> };

/** Serves a fetch-style handler over HTTP on a free port of the loopback, as Next serves its route handlers. */
export async function serve(handle: (request: Request) => Response | Promise<Response>): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void answer(handle, incoming, outgoing);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(
  handle: (request: Request) => Response | Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/", headers } = incoming;
  const request = new Request(new URL(url, `http://${headers.host}`), {
    method,
    headers: Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
    body: method === "GET" || method === "HEAD" ? null : Buffer.concat(chunks),
  });
  const response = await handle(request);
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
