// One web server: `npm run web`. Any number of them work against one DATABASE_URL.
import "./check-settings.ts";

import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { socketAddressHeader } from "#lib/auth/client-address.ts";
import { ensureSetupCode } from "#lib/auth/setup-code.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { services } from "#lib/services.ts";

const { HOST, PORT, PUBLIC_URL, AUTH_SECRET } = env();
if (!AUTH_SECRET) {
  console.error("AUTH_SECRET isn't set: it signs session cookies. Set one (openssl rand -base64 32).");
  process.exit(1);
}
const app = next({ dev: false, dir: join(import.meta.dirname, ".."), hostname: HOST, port: PORT });
await app.prepare();
const handle = app.getRequestHandler();

const server = createServer({ headersTimeout: 15_000, requestTimeout: 15 * 60_000 }, (request, response) => {
  request.headers[socketAddressHeader] = request.socket.remoteAddress ?? "unknown";
  void handle(request, response);
});
server.listen(PORT, HOST, () => log.info({ host: HOST, port: PORT }, "web server listens"));

// Under a supervisor, which talks to us over a channel, it is the one that tells the code.
if (!process.send) {
  const code = await ensureSetupCode(services().db);
  if (code)
    console.log(`Sign up as its owner: ${PUBLIC_URL ?? `http://${HOST}:${PORT}`}/sign-up?code=${code}`);
}

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
