import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Db } from "#db/client.ts";
import { answerMetrics } from "./answer.ts";

/** Serves a worker's `/metrics`; a web server has its own. @returns the listening server */
export async function serveMetrics({
  db,
  host,
  port,
}: {
  db: Db;
  host: string;
  port: number;
}): Promise<Server> {
  const server = createServer({ requestTimeout: 10_000 }, async (request, response) => {
    const isAsked = request.method === "GET" && request.url === "/metrics";
    const answer = isAsked
      ? await answerMetrics(request.headers.authorization ?? null, { db })
      : new Response("Not found.\n", { status: 404 });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  server.listen(port, host);
  await once(server, "listening");
  return server;
}
