import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWebServer } from "./web-server.ts";

let server: Server;
let port: number;
beforeAll(async () => {
  const listener: Parameters<typeof createWebServer>[0] = (request, response) => {
    if (request.url === "/large") response.end(Buffer.alloc(50_000_000));
    else request.resume().on("end", () => response.end("done"));
  };
  server = createWebServer(listener, { headersMs: 300, requestMs: 2000, silenceMs: 300, checkMs: 50 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

/** What a client that still sends hears when it is cut off: why, unless the cut overtakes it. */
const cutOff = /^(HTTP\/1\.1 408 |$)/;

/** Sends pieces with pauses, and answers all that came back until the connection was closed. */
async function talk(pieces: Iterable<string>, pauseMs: number): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  for (const piece of pieces) {
    if (socket.destroyed) break;
    socket.write(piece);
    await wait(pauseMs);
  }
  await closed;
  return Buffer.concat(chunks).toString();
}

function* drip(head: string, piece: string): Generator<string> {
  yield head;
  for (;;) yield piece;
}

it("gives up headers that drip", async () => {
  expect(await talk(drip("GET / HTTP/1.1\r\nhost: a\r\n", "x: y\r\n"), 20)).toMatch(cutOff);
});

it("gives up a body that stops, and one that takes for ever", async () => {
  const head = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n";
  expect(await talk([`${head}x`], 0)).toBe("");
  expect(await talk(drip(head, "x"), 50)).toMatch(cutOff);
});

it("gives up a reader who doesn't read", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write("GET /large HTTP/1.1\r\nhost: a\r\n\r\n");
  socket.pause();
  const [taken] = await once(server, "connection");
  await once(taken, "close");
  expect(socket.bytesRead).toBeLessThan(50_000_000);
  socket.destroy();
});

it("refuses a flood of headers, and framing that two could read differently", async () => {
  const flood = `GET / HTTP/1.1\r\nhost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`;
  expect(await talk([flood], 0)).toMatch(/^HTTP\/1\.1 431 /);
  const both =
    "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n";
  expect(await talk([both], 0)).toMatch(/^HTTP\/1\.1 400 /);
});

it("serves the others meanwhile", async () => {
  const slow = Promise.all(
    Array.from({ length: 50 }, () => talk(drip("GET / HTTP/1.1\r\n", "x: y\r\n"), 20)),
  );
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(await answer.text()).toBe("done");
  await slow;
});
