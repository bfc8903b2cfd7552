import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/**
 * What happens to the n-th statement that the client sends:
 * - `error`: the server fails it instead of running it
 * - `cut_before`: the connection breaks before the server sees it
 * - `cut_after`: the server has run it, and the connection breaks before the client hears of it
 * - `halt_after`: the server has run it, nothing more passes, and `onHalt` is called (to kill the client)
 */
export type Fault = {
  at: number;
  kind: "error" | "cut_before" | "cut_after" | "halt_after";
  onHalt?: () => void;
};

export type WireProxy = {
  url: string;
  /** Arms one fault; statements are counted anew from 1, over all connections. */
  arm: (fault: Fault | undefined) => void;
  /** Statements seen since the fault was armed. */
  statements: () => number;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const simpleQuery = 0x51;
const sync = 0x53;
const readyForQuery = 0x5a;
const failing = message(simpleQuery, "do $$ begin raise exception 'injected fault'; end $$\0");

/**
 * A TCP proxy before PostgreSQL that understands enough of the protocol (version 3) to break it between any two
 * statements. A statement is a simple query, or everything up to a Sync.
 */
export async function startWireProxy(target: string): Promise<WireProxy> {
  const upstream = new URL(target);
  const sockets = new Set<Socket>();
  const state: { fault?: Fault; seen: number } = { seen: 0 };
  const server = createServer((client) => {
    const backend = connect(Number(upstream.port), upstream.hostname);
    for (const socket of [client, backend]) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        backend.destroy();
      });
    }
    relay(client, backend, state);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = new URL(target);
  url.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: url.href,
    arm: (fault) => {
      state.fault = fault;
      state.seen = 0;
    },
    statements: () => state.seen,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function relay(client: Socket, backend: Socket, state: { fault?: Fault; seen: number }): void {
  let isStarted = false;
  let pending: Buffer[] = [];
  let unread: Buffer = Buffer.alloc(0);
  let onReady: (() => void) | undefined;

  client.on("data", (chunk) => {
    unread = Buffer.concat([unread, chunk as Buffer]);
    // Once cut, what came in the same piece goes nowhere either.
    while (!client.destroyed) {
      const length = frontendLength(unread, isStarted);
      if (length === undefined || unread.length < length) return;
      const frame = unread.subarray(0, length);
      unread = unread.subarray(length);
      if (isStarted) accept(frame);
      else backend.write(frame);
      isStarted = true;
    }
  });

  const accept = (frame: Buffer) => {
    pending.push(frame);
    // Passwords and the like belong to no statement.
    const isEnd = frame[0] === simpleQuery || frame[0] === sync;
    if (!isEnd) {
      if (frame[0] === 0x70 || frame[0] === 0x58) flush();
      return;
    }
    state.seen += 1;
    const fault = state.fault?.at === state.seen ? state.fault : undefined;
    if (!fault) return flush();
    if (fault.kind === "cut_before") return void client.destroy();
    if (fault.kind === "error") {
      pending = [];
      return void backend.write(failing);
    }
    onReady = () => (fault.kind === "halt_after" ? fault.onHalt?.() : client.destroy());
    flush();
  };

  const flush = () => {
    backend.write(Buffer.concat(pending));
    pending = [];
  };

  backend.on("data", (chunk) => {
    const bytes = chunk as Buffer;
    if (!onReady) return void client.write(bytes);
    // The statement's answer is withheld; its end shows that the server has run it.
    if (bytes.length >= 6 && bytes[bytes.length - 6] === readyForQuery) onReady();
  });
}

/** Bytes of the first message, when its length can be told yet. Only the start-up message has no type. */
function frontendLength(bytes: Buffer, isStarted: boolean): number | undefined {
  const offset = isStarted ? 1 : 0;
  return bytes.length < offset + 4 ? undefined : offset + bytes.readInt32BE(offset);
}

function message(type: number, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(5);
  header.writeUInt8(type, 0);
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}
