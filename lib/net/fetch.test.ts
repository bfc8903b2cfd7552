import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { createGuardedFetch } from "./fetch.ts";
import type { FetchError } from "./fetch-error.ts";
import type { Resolve } from "./guard.ts";

const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

async function serve(listener: RequestListener, address = "127.0.0.1") {
  const server: Server = createServer(listener);
  server.listen(0, address);
  await once(server, "listening");
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://${address}:${port}`, host: `${address}:${port}`, port };
}

function fetcher(allowPrivateHosts: string[], resolve?: Resolve) {
  const guardedFetch = createGuardedFetch({ allowPrivateHosts, ...(resolve && { resolve }) });
  open.push(guardedFetch);
  return guardedFetch;
}

const failure = async (promise: Promise<unknown>): Promise<FetchError> =>
  promise.then(
    () => expect.fail("should have failed"),
    (error) => error,
  );

describe("connecting", () => {
  it("refuses a name when any of its addresses is private, before a packet leaves", async () => {
    const resolve: Resolve = async () => [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ];
    const error = await failure(fetcher([], resolve)("http://example.com/"));
    expect(error).toMatchObject({ kind: "blocked", message: expect.stringContaining("127.0.0.1") });
  });

  it("resolves once for each connection and connects to what it judged", async () => {
    const site = await serve((_, response) => response.end("hello"));
    const asked: string[] = [];
    const resolve: Resolve = async (name) => {
      asked.push(name);
      return [{ address: asked.length === 1 ? "127.0.0.1" : "203.0.113.1", family: 4 }];
    };
    const guardedFetch = fetcher([`rebinding.example:${site.port}`], resolve);
    const answer = await guardedFetch(`http://rebinding.example:${site.port}/`);
    expect((await answer.bytes()).toString()).toBe("hello");
    expect(asked).toEqual(["rebinding.example"]);
  });

  it("refuses a name that resolves to a private address on its second look-up (rebinding)", async () => {
    const resolve: Resolve = async () => [{ address: "169.254.169.254", family: 4 }];
    const error = await failure(fetcher([], resolve)("http://rebinding.example/"));
    expect(error.kind).toBe("blocked");
  });

  it("guards the agent itself, also for address literals that no look-up sees", async () => {
    const site = await serve((_, response) => response.end("secret"));
    const error = await failure(fetcher([])(`${site.origin}/`));
    expect(error.kind).toBe("blocked");
  });

  it("says that a name doesn't exist", async () => {
    const resolve: Resolve = async () => {
      throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
    };
    const error = await failure(fetcher([], resolve)("http://no-such-name.example/"));
    expect(error).toMatchObject({ kind: "dns", message: "The host name doesn't exist." });
  });

  it("says that a connection was refused", async () => {
    const site = await serve(() => {});
    await open.pop()?.close();
    expect(await failure(fetcher([site.host])(site.origin))).toMatchObject({ kind: "connect" });
  });

  it("says that what answers isn't HTTP", async () => {
    const server = createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push(server);
    const { port } = server.address() as AddressInfo;
    expect(await failure(fetcher([`127.0.0.1:${port}`])(`http://127.0.0.1:${port}/`))).toMatchObject({
      kind: "network",
    });
  });
});

describe("redirects", () => {
  it.each([301, 302, 303, 307, 308])("judges the target of a %i anew", async (status) => {
    const hits: string[] = [];
    const other = await serve((request, response) => {
      hits.push(request.url ?? "");
      response.end();
    }, "127.0.0.2");
    const site = await serve((_, response) => response.writeHead(status, { location: other.origin }).end());
    const error = await failure(fetcher([site.host])(site.origin));
    expect(error.kind).toBe("blocked");
    expect(hits).toEqual([]);
  });

  it.each([
    "//127.0.0.2/x",
    "http://[::ffff:7f00:2]/",
    "http://2130706434/",
    "file:///etc/passwd",
    "http://u:p@127.0.0.1/",
    "http://localhost/",
  ])("refuses a redirect to %s", async (location) => {
    const site = await serve((_, response) => response.writeHead(302, { location }).end());
    expect(await failure(fetcher([site.host])(site.origin))).toMatchObject({ kind: "blocked" });
  });

  it("follows relative ones and tells the way", async () => {
    const site = await serve((request, response) => {
      if (request.url === "/a/start") response.writeHead(302, { location: "next?x=1" }).end();
      else if (request.url === "/a/next?x=1") response.writeHead(301, { location: "/end" }).end();
      else response.end(request.url);
    });
    const answer = await fetcher([site.host])(`${site.origin}/a/start`);
    expect((await answer.bytes()).toString()).toBe("/end");
    expect(answer.url).toBe(`${site.origin}/end`);
    expect(answer.redirects.map(({ status, to }) => [status, to])).toEqual([
      [302, `${site.origin}/a/next?x=1`],
      [301, `${site.origin}/end`],
    ]);
  });

  it("gives up a loop", async () => {
    let hits = 0;
    const site = await serve((_, response) => {
      hits++;
      response.writeHead(302, { location: "/" }).end();
    });
    const error = await failure(fetcher([site.host])(site.origin, { maxRedirects: 3 }));
    expect(error.kind).toBe("redirects");
    expect(hits).toBe(4);
  });

  it("hands a redirect over as an answer when none may be followed", async () => {
    const site = await serve((_, response) => response.writeHead(301, { location: "/x" }).end());
    const answer = await fetcher([site.host])(site.origin, { maxRedirects: 0 });
    expect([answer.status, answer.headers.location]).toEqual([301, "/x"]);
    await answer.discard();
  });

  it("sends no secret to another origin, whatever its header is called", async () => {
    const seen: IncomingMessage["headers"][] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers);
      response.end();
    }, "127.0.0.2");
    const site = await serve((request, response) => {
      seen.push(request.headers);
      response.writeHead(302, { location: other.origin }).end();
    });
    const headers = { authorization: "Bearer s", cookie: "s=1", "X-Api-Key": "s", "user-agent": "Tributary" };
    await (await fetcher([site.host, other.host])(site.origin, { headers })).discard();
    expect(seen[0]).toMatchObject({ authorization: "Bearer s", cookie: "s=1", "x-api-key": "s" });
    expect(JSON.stringify(seen[1])).not.toMatch(/"s"|Bearer|s=1/);
    expect(seen[1]?.["user-agent"]).toBe("Tributary");
  });

  it("turns a POST into a GET on 303, and keeps it on 307 within the origin only", async () => {
    const seen: string[] = [];
    const other = await serve((_, response) => response.end(), "127.0.0.2");
    const site = await serve(async (request, response) => {
      const body = (await request.toArray()).join("");
      seen.push(`${request.method} ${request.url} ${body}`);
      if (request.url === "/303") response.writeHead(303, { location: "/end" }).end();
      else if (request.url === "/307") response.writeHead(307, { location: "/end" }).end();
      else if (request.url === "/away") response.writeHead(307, { location: other.origin }).end();
      else response.end();
    });
    const guardedFetch = fetcher([site.host, other.host]);
    const post = (path: string) => guardedFetch(site.origin + path, { method: "POST", body: "data" });
    await (await post("/303")).discard();
    await (await post("/307")).discard();
    expect(await failure(post("/away"))).toMatchObject({ kind: "redirects" });
    expect(seen).toEqual([
      "POST /303 data",
      "GET /end ",
      "POST /307 data",
      "POST /end data",
      "POST /away data",
    ]);
  });
});

describe("bodies", () => {
  const text = "Grüße ".repeat(10_000);

  it.each([
    ["gzip", gzipSync(text)],
    ["br", brotliCompressSync(text)],
    ["deflate", deflateSync(text)],
    ["gzip, gzip", gzipSync(gzipSync(text))],
    ["identity", Buffer.from(text)],
  ])("decodes %s", async (encoding, body) => {
    const site = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(body),
    );
    const answer = await fetcher([site.host])(site.origin);
    expect((await answer.bytes()).toString()).toBe(text);
  });

  it.each(["gzip", "br"])("says so when %s is broken or unknown", async (encoding) => {
    const site = await serve((request, response) =>
      response
        .writeHead(200, { "content-encoding": request.url === "/x" ? "zip" : encoding })
        .end("not compressed"),
    );
    const guardedFetch = fetcher([site.host]);
    expect(await failure((await guardedFetch(site.origin)).bytes())).toMatchObject({ kind: "encoding" });
    expect(await failure((await guardedFetch(`${site.origin}/x`)).bytes())).toMatchObject({
      kind: "encoding",
    });
  });

  it("ends a gzip bomb early, without inflating it", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000));
    const site = await serve((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    const answer = await fetcher([site.host])(site.origin, { maxBytes: 1_000_000 });
    const before = process.memoryUsage().rss;
    let size = 0;
    const error = await failure(
      (async () => {
        for await (const chunk of answer.body) size += chunk.length;
      })(),
    );
    expect(error.kind).toBe("too_large");
    expect(size).toBeLessThanOrEqual(1_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  });

  it("refuses a declared size at once and an endless body at the cap", async () => {
    const site = await serve((request, response) => {
      if (request.url === "/declared")
        return void response.writeHead(200, { "content-length": 5_000_000 }).flushHeaders();
      const pour = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once("drain", pour);
      };
      pour();
    });
    const guardedFetch = fetcher([site.host]);
    for (const path of ["/declared", "/endless"]) {
      const answer = await guardedFetch(site.origin + path, { maxBytes: 1_000_000 });
      expect(await failure(answer.bytes())).toMatchObject({ kind: "too_large" });
    }
  });

  it("says that a body broke off", async () => {
    const site = await serve((_, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write("half", () => response.destroy());
    });
    expect(await failure((await fetcher([site.host])(site.origin)).bytes())).toMatchObject({
      kind: "network",
    });
  });
});

describe("time", () => {
  it("gives up on headers that don't come, and on a body that trickles", async () => {
    const site = await serve((request, response) => {
      if (request.url === "/silent") return;
      const drip = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(drip));
    });
    const guardedFetch = fetcher([site.host]);
    const silent = await failure(guardedFetch(`${site.origin}/silent`, { totalTimeoutMs: 200 }));
    expect(silent.kind).toBe("timeout");
    const answer = await guardedFetch(`${site.origin}/drip`, { totalTimeoutMs: 200 });
    expect(await failure(answer.bytes())).toMatchObject({ kind: "timeout", message: /within 0.2 s/ });
  });

  it("stops at once when the caller aborts, and throws the caller's reason", async () => {
    const site = await serve(() => {});
    const controller = new AbortController();
    const waiting = failure(fetcher([site.host])(site.origin, { signal: controller.signal }));
    const reason = new Error("cancelled by a person");
    controller.abort(reason);
    expect(await waiting).toBe(reason);
  });
});
