import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type VendorCall = {
  method: string;
  url: URL;
  headers: IncomingMessage["headers"];
  body: string;
};

export type VendorAnswer = {
  status?: number;
  headers?: Record<string, string>;
  /** Sent as it is. */
  body?: string | Uint8Array;
  /** Sent as JSON. */
  json?: unknown;
};

/** What goes wrong with an answer, instead of it or on its way. */
export type Fault =
  | { kind: "answer"; answer: VendorAnswer }
  /** Half of the body, then the connection is closed. */
  | { kind: "truncated" }
  /** An HTML page of something in between. */
  | { kind: "wrong_type" }
  | { kind: "reset" }
  /** No answer at all. */
  | { kind: "hang" };

type Planned = { matches: (call: VendorCall) => boolean; fault: Fault; after: number; times: number };

export type VendorServer = {
  origin: string;
  /** `host:port`, as ALLOW_PRIVATE_HOSTS lists it. */
  host: string;
  calls: VendorCall[];
  /** Bytes of all bodies sent. */
  bytesSent: number;
  /** Lets some of the calls that match fail: not the first `after`, then so many `times` (once unless told). */
  fail: (
    matches: RegExp | Planned["matches"],
    fault: Fault,
    when?: { after?: number; times?: number },
  ) => void;
  /** Forgets planned faults and past calls. */
  reset: () => void;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * A vendor's API on the loopback: it answers as `handle` says, which speaks the vendor's documented wire format, unless
 * a fault was planned for the call.
 * @param address 127.0.0.2 is another host for the client
 */
export async function openVendorServer(
  handle: (call: VendorCall) => VendorAnswer | Promise<VendorAnswer>,
  address = "127.0.0.1",
): Promise<VendorServer> {
  let planned: Planned[] = [];
  const server = createServer(async (request, response) => {
    const call = await callOf(request, address);
    vendor.calls.push(call);
    const fault = faultOf(planned, call);
    const answer = fault?.kind === "answer" ? fault.answer : await handle(call);
    vendor.bytesSent += send(response, answer, fault);
  });
  server.listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const vendor: VendorServer = {
    origin: `http://${address}:${port}`,
    host: `${address}:${port}`,
    calls: [],
    bytesSent: 0,
    fail: (matches, fault, { after = 0, times = 1 } = {}) => {
      const test =
        typeof matches === "function" ? matches : (call: VendorCall) => matches.test(call.url.href);
      planned.push({ matches: test, fault, after, times });
    },
    reset: () => {
      planned = [];
      vendor.calls = [];
      vendor.bytesSent = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return vendor;
}

async function callOf(request: IncomingMessage, address: string): Promise<VendorCall> {
  const pieces: Uint8Array[] = [];
  for await (const piece of request) pieces.push(piece);
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? address}`);
  return {
    method: request.method ?? "GET",
    url,
    headers: request.headers,
    body: Buffer.concat(pieces).toString(),
  };
}

function faultOf(planned: Planned[], call: VendorCall): Fault | undefined {
  const due = planned.find(({ matches, times }) => times > 0 && matches(call));
  if (!due) return undefined;
  if (due.after > 0) {
    due.after--;
    return undefined;
  }
  due.times--;
  return due.fault;
}

function send(response: ServerResponse, answer: VendorAnswer, fault: Fault | undefined): number {
  if (fault?.kind === "hang") return 0;
  if (fault?.kind === "reset") {
    response.socket?.resetAndDestroy();
    return 0;
  }
  if (fault?.kind === "wrong_type")
    answer = { headers: { "content-type": "text/html" }, body: "<h1>Gateway</h1>" };
  const body = Buffer.from(answer.json === undefined ? (answer.body ?? "") : JSON.stringify(answer.json));
  const type: Record<string, string> =
    answer.json === undefined ? {} : { "content-type": "application/json" };
  const headers = { ...type, "content-length": String(body.length), ...answer.headers };
  response.writeHead(answer.status ?? 200, headers);
  if (fault?.kind !== "truncated") {
    response.end(body);
    return body.length;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
  return Math.floor(body.length / 2);
}

/** Planned faults by what vendors document: throttling in seconds and as a date, and a server's stumble. */
export const faults = {
  throttled: (seconds: number): Fault => ({
    kind: "answer",
    answer: {
      status: 429,
      headers: { "retry-after": String(seconds) },
      json: { message: "Too Many Requests" },
    },
  }),
  throttledUntil: (until: Date): Fault => ({
    kind: "answer",
    answer: { status: 503, headers: { "retry-after": until.toUTCString() }, body: "Service Unavailable" },
  }),
  status: (status: number, json: unknown = {}): Fault => ({ kind: "answer", answer: { status, json } }),
} as const;
