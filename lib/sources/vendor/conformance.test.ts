import { z } from "zod";
import type { Batch, ReadContext, Source, TrialContext } from "#lib/connectors/source.ts";
import { SourceError } from "#lib/connectors/source.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { createVendorClient, type VendorClient } from "./client.ts";
import { politely } from "./polite.ts";
import { type Entry, type ListedPage, readEntries } from "./read-entries.ts";
import { testSource, type VendorStage } from "./testing/conformance.ts";
import { openVendorServer } from "./testing/vendor-server.ts";

// The smallest vendor that there can be: notes in pages of ten. It holds the suite and the shared parts together.

type Note = { id: string; name: string; text: string; version: number };

const listSchema = z.object({
  notes: z.array(z.object({ id: z.string(), name: z.string(), version: z.number() })),
  next: z.number().nullable(),
});
const noteSchema = z.object({ text: z.string() });
const pageSize = 10;

function notesSource(origin: string, fetch: ReturnType<typeof createGuardedFetch>): Source<unknown> {
  const connect = ({ credentials, signal }: Pick<TrialContext<unknown>, "credentials" | "signal">) =>
    createVendorClient({
      vendor: "Notes",
      fetch,
      signal,
      authorize: async () => ({ authorization: `Bearer ${credentials?.token}` }),
    });
  const list = (client: VendorClient, at: number) =>
    client.json({ url: `${origin}/notes`, query: { at } }, listSchema);

  async function* pages(client: VendorClient, read: ReadContext<unknown>): AsyncGenerator<ListedPage> {
    let at: number | null = typeof read.checkpoint === "number" ? read.checkpoint : 0;
    // What an earlier worker of this run listed was named then: the listing is whole all the same.
    while (at !== null) {
      const page: z.infer<typeof listSchema> = await list(client, at);
      const entries = page.notes.map(
        ({ id, name, version }): Entry => ({
          key: id,
          title: name,
          version: `${version}`,
          load: async () => {
            const { text } = await client.json({ url: `${origin}/notes/${id}` }, noteSchema);
            return { kind: "content", content: { text, mime: "text/plain" } };
          },
        }),
      );
      at = page.next;
      yield { entries, checkpoint: at, listingComplete: at === null };
    }
  }

  async function* read(context: ReadContext<unknown>): AsyncGenerator<Batch> {
    const client = connect(context);
    const batches = readEntries(context, pages(client, context));
    yield* politely(context, client, { host: new URL(origin).host, concurrency: 4 }, batches);
  }

  return {
    deletions: "listing",
    check: async (context) => {
      try {
        await list(connect(context), 0);
        return [
          { stage: "reachable", ok: true, message: "Notes answers." },
          { stage: "may_read", ok: true, message: "Its notes may be read." },
        ];
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        return [{ stage: "signed_in", ok: false, message: error.message, path: "credentials" }];
      }
    },
    preview: async function* (context) {
      const { notes, next } = await list(connect(context), 0);
      const items = notes
        .slice(0, context.limit)
        .map(({ id, name }) => ({ key: id, title: name, link: null, kind: "content" as const }));
      yield { items, hasMore: next !== null || notes.length > context.limit };
    },
    read,
  };
}

async function openNotes(): Promise<VendorStage> {
  const notes = new Map<string, Note>();
  let made = 0;
  const server = await openVendorServer(({ url }) => {
    const id = url.pathname.split("/")[2];
    if (id !== undefined) return notes.has(id) ? { json: notes.get(id) } : { status: 404, json: {} };
    const at = Number(url.searchParams.get("at"));
    const all = [...notes.values()];
    const next = at + pageSize < all.length ? at + pageSize : null;
    return { json: { notes: all.slice(at, at + pageSize), next } };
  });
  const fetch = createGuardedFetch({ allowPrivateHosts: [server.host] });
  const edit = (key: string, change: Partial<Note>) => {
    const note = notes.get(key);
    if (note) notes.set(key, { ...note, ...change, version: note.version + 1 });
  };
  return {
    source: notesSource(server.origin, fetch) as Source<never>,
    slots: {},
    credentials: { token: "a long secret" },
    server,
    manyItems: 3 * pageSize,
    add: (name, text) => {
      const id = `note-${++made}`;
      notes.set(id, { id, name, text, version: 1 });
      return id;
    },
    change: (key, text) => edit(key, { text }),
    rename: (key, name) => edit(key, { name }),
    remove: (key) => notes.delete(key),
    expected: () => Object.fromEntries([...notes.values()].map(({ id, text }) => [id, text])),
    isListing: ({ url }) => url.pathname === "/notes",
    isContent: ({ url }) => url.pathname.startsWith("/notes/"),
    async [Symbol.asyncDispose]() {
      await fetch.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

testSource("the smallest source", openNotes);
