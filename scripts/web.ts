// One web server: `npm run web`. Any number of them work against one DATABASE_URL.
import "./check-settings.ts";

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import next from "next";
import { openDb } from "#db/client.ts";
import { socketAddressHeader } from "#lib/auth/client-address.ts";
import { ensureSetupCode } from "#lib/auth/setup-code.ts";
import { env } from "#lib/env.ts";
import { askedPathHeader } from "#lib/http/asked-path.ts";
import { isPagePath, nonceHeader, securityHeaders } from "#lib/http/security-headers.ts";
import { createWebServer } from "#lib/http/web-server.ts";
import { log } from "#lib/log.ts";
import { stopTracing } from "#lib/tracing/start.ts";

const { HOST, PORT, PUBLIC_URL, AUTH_SECRET, DATABASE_URL } = env();
if (!AUTH_SECRET || !DATABASE_URL) {
  if (!AUTH_SECRET) {
    console.error("AUTH_SECRET isn't set: it signs session cookies. Set one (openssl rand -base64 32).");
  }
  if (!DATABASE_URL) console.error("DATABASE_URL isn't set: start with `npm start`, or set it.");
  process.exit(1);
}
// A supervisor, which talks to us over a channel, tells the code itself.
if (!process.send) await tellSetupCode(DATABASE_URL);

const app = next({ dev: false, dir: join(import.meta.dirname, ".."), hostname: HOST, port: PORT });
await app.prepare();
const handle = app.getRequestHandler();

const isHttps = PUBLIC_URL?.startsWith("https:") ?? false;

const server = createWebServer((request, response) => {
  request.headers[socketAddressHeader] = request.socket.remoteAddress ?? "unknown";
  request.headers[askedPathHeader] = request.url;
  protect(request, response);
  if (isDecodable(request.url ?? "")) void handle(request, response);
  else response.writeHead(400, { "content-type": "text/plain" }).end("The address isn't valid UTF-8.\n");
});
server.listen(PORT, HOST, () => log.info({ host: HOST, port: PORT }, "web server listens"));

/** Next gives its own scripts the nonce that it finds in the request's policy. */
function protect(request: IncomingMessage, response: ServerResponse): void {
  const nonce = isPagePath(request.url ?? "/") ? randomBytes(16).toString("base64") : undefined;
  const headers = securityHeaders({ nonce, isHttps });
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  request.headers["content-security-policy"] = headers["content-security-policy"];
  request.headers[nonceHeader] = nonce;
}

/** Next answers 500 to a path that doesn't decode (`/%FF`), which is no fault of ours. */
function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

/** Prints where the first owner signs up, while nobody has an account. */
async function tellSetupCode(url: string): Promise<void> {
  const db = openDb({ url, max: 1 });
  try {
    const code = await ensureSetupCode(db);
    const home = PUBLIC_URL ?? `http://${HOST}:${PORT}`;
    if (code) console.log(`Sign up as its owner: ${home}/sign-up?code=${code}`);
  } catch (error) {
    log.error({ err: error }, "no set-up code: the database didn't answer");
  } finally {
    await db.destroy();
  }
}

let stopping = false;

/** Takes no new request, finishes those under way, then leaves. */
function drain(): void {
  if (stopping) return;
  stopping = true;
  server.close(() => void stopTracing().then(() => process.exit(0)));
  server.closeIdleConnections();
}

process.on("SIGTERM", drain);
process.on("SIGINT", drain);
// The supervisor that started us is gone.
process.on("disconnect", drain);
