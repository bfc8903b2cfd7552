import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { type APIRequestContext, expect } from "@playwright/test";
import { demo } from "./demo.ts";
import { sitesHost } from "./start-product.ts";

/** A site of numbered pages below `/<name>/`, to be read by a connector of the test's own. */
export type Site = AsyncDisposable & {
  url: string;
  /** How many pages there are now; what was beyond is gone. */
  pages: number;
  /** Pages that answer 500. */
  broken: Set<number>;
  /** Whether pages other than the first one wait for `release`. */
  holds: boolean;
  release: () => void;
};

/** Serves a site until it is disposed of. One at a time: its address is the one that the product may read. */
export async function serveSite(name: string, pages: number): Promise<Site> {
  const waiting = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const number = new RegExp(`^/${name}/(\\d*)$`).exec(request.url ?? "")?.[1];
    if (number === undefined) answer(response, 404, "");
    else if (number === "") answer(response, 200, linksTo(name, site.pages));
    else if (site.holds) waiting.add(response.once("close", () => waiting.delete(response)));
    else if (site.broken.has(Number(number))) answer(response, 500, "broken");
    else if (Number(number) >= site.pages) answer(response, 404, "gone");
    else answer(response, 200, `<h1>Chapter ${number}</h1><p>The words of chapter ${number} of ${name}.</p>`);
  });
  const site: Site = {
    url: `http://${sitesHost}/${name}/`,
    pages,
    broken: new Set(),
    holds: false,
    release: () => {
      site.holds = false;
      for (const response of waiting) answer(response, 200, "<h1>Late</h1><p>It came late.</p>");
    },
    [Symbol.asyncDispose]: async () => {
      site.release();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  server.listen(Number(sitesHost.split(":")[1]), "127.0.0.1");
  await once(server, "listening");
  return site;
}

function linksTo(name: string, pages: number): string {
  const links = Array.from(
    { length: pages },
    (_, at) => `<li><a href="/${name}/${at}">Chapter ${at}</a></li>`,
  );
  return `<h1>All of ${name}</h1><ul>${links.join("")}</ul>`;
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(`<main>${body}</main>`);
}

/** The doors that tests use beside the pages, as the demo's owner. */
export function doors(request: APIRequestContext) {
  const { workspace_id, collection_id, email, token } = demo();
  const headers = { authorization: `Bearer ${token}` };
  const workspace = `/v1/workspaces/${workspace_id}`;
  return {
    /** A connector that reads a site when it is asked to. */
    async connect(id: string, name: string, url: string, isIn = true): Promise<void> {
      const made = await request.post(`/v1/connector/create_connector/${workspace_id}?scheduler_type=imed`, {
        headers,
        data: {
          id,
          name,
          type: "web_scraper",
          slots: { url, extraction_type: "all", email },
          ...(isIn && { collection_ids: [collection_id] }),
        },
      });
      expect(made.status()).toBe(201);
    },

    /** Waits until the last run of a connector has ended; answers its id and state. */
    async ended(id: string): Promise<{ id: string; state: string }> {
      const runs = `${workspace}/connectors/${id}/runs?limit=1`;
      const last = async () => (await (await request.get(runs, { headers })).json()).items[0];
      await expect.poll(async () => (await last())?.finished_at ?? null, { timeout: 20_000 }).not.toBeNull();
      return last();
    },

    /** Runs a connector to its end. */
    async run(id: string): Promise<{ id: string; state: string }> {
      const started = await request.post(`${workspace}/connectors/${id}/runs`, { headers });
      expect(started.status()).toBe(202);
      return this.ended(id);
    },
  };
}
