import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Answers by hand instead. */
  raw?: (request: IncomingMessage, response: ServerResponse) => void;
};

export type Site = {
  origin: string;
  /** `host:port`, as ALLOW_PRIVATE_HOSTS lists it. */
  host: string;
  /** What each path answers; a function is asked at every request. Others answer 404. */
  pages: Map<string, string | Answer | ((request: IncomingMessage) => string | Answer)>;
  /** Paths asked for, in order, robots.txt and sitemaps included. */
  requests: string[];
  headers: Map<string, IncomingMessage["headers"]>;
  /** Most requests that were open at one time. */
  mostAtOnce: number;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** A web site on the loopback. Text answers are HTML with an ETag, and 304 when it is asked for again. */
export async function openSite(
  pages: Record<string, string | Answer> = {},
  address = "127.0.0.1",
): Promise<Site> {
  let atOnce = 0;
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    site.requests.push(path);
    site.headers.set(path, request.headers);
    site.mostAtOnce = Math.max(site.mostAtOnce, ++atOnce);
    response.on("close", () => atOnce--);
    const page = site.pages.get(path);
    send(request, response, typeof page === "function" ? page(request) : page);
  });
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const site: Site = {
    origin: `http://${address}:${port}`,
    host: `${address}:${port}`,
    pages: new Map(Object.entries(pages)),
    requests: [],
    headers: new Map(),
    mostAtOnce: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return site;
}

function send(request: IncomingMessage, response: ServerResponse, page: string | Answer | undefined): void {
  const answer: Answer =
    typeof page === "string" ? { body: page } : (page ?? { status: 404, body: "<h1>Not found</h1>" });
  if (answer.raw) {
    answer.raw(request, response);
    return;
  }
  const headers: Record<string, string> = { "content-type": "text/html; charset=utf-8", ...answer.headers };
  if (typeof page === "string") {
    headers.etag = `"${Buffer.from(page).toString("base64url").slice(0, 40)}-${page.length}"`;
    if (request.headers["if-none-match"] === headers.etag) {
      response.writeHead(304, headers).end();
      return;
    }
  }
  response.writeHead(answer.status ?? 200, headers).end(answer.body ?? "");
}

/** A page with a text of its own and links to others. */
export function page(title: string, ...links: string[]): string {
  const list = links.map((href) => `<li><a href="${href}">${href}</a></li>`).join("");
  return `<!doctype html><title>${title}</title><h1>${title}</h1><p>This is the page about ${title}.</p><ul>${list}</ul>`;
}
