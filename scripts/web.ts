// One web server: `npm run web`. Any number of them work against one DATABASE_URL.
import "./check-settings.ts";

import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";

const { HOST, PORT } = env();
const app = next({ dev: false, dir: join(import.meta.dirname, ".."), hostname: HOST, port: PORT });
await app.prepare();
const handle = app.getRequestHandler();

const server = createServer({ headersTimeout: 15_000, requestTimeout: 15 * 60_000 }, (request, response) => {
  void handle(request, response);
});
server.listen(PORT, HOST, () => log.info({ host: HOST, port: PORT }, "web server listens"));

let stopping = false;

/** Takes no new request, finishes those under way, then leaves. */
function drain(): void {
  if (stopping) return;
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
}

process.on("SIGTERM", drain);
process.on("SIGINT", drain);
// The supervisor that started us is gone.
process.on("disconnect", drain);
