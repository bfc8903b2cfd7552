import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import type { Db } from "#db/client.ts";
import { createTestDatabase } from "#db/testing/database.ts";
import { creationExamples } from "#lib/connectors/examples.ts";
import { setServices, startSender } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { fillNeighbour, neighboursWord, rowsOf, tableOfKey } from "#lib/testing/neighbour.ts";
import { servedHandlers } from "#lib/testing/route-files.ts";
import { WithoutTenantCondition } from "#lib/testing/without-tenant-condition.ts";
import type { RouteHandler } from "./route.ts";

// An owner asks every door about what another workspace has. The answer must be the one that they get about what
// nobody has, to the letter; it may tell no word of the other workspace, and nothing there may change.

type Lock = "both locks" | "row security alone" | "the queries' conditions alone" | "neither lock";

const handlers = (await servedHandlers()).map(({ handler }) => handler as RouteHandler);
const named = (some: RouteHandler[]) =>
  some.map((handler) => ({ door: `${handler.operation.method} ${handler.operation.path}`, handler }));
const keysOf = ({ path }: RouteHandler["operation"]) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => key).filter((key) => key !== "workspace_id");
const queryKeys = ({ operation }: RouteHandler) => Object.keys(operation.query?.shape ?? {});
const idKeys = [...Object.keys(tableOfKey), "user_id", "session_id"];
const isIdKey = (key: string) => idKeys.includes(key.replace(/s$/, ""));

const doors = named(handlers.filter(({ operation }) => keysOf(operation).length > 0));
const writers = named(
  handlers.filter(({ operation }) => /"(\w+_ids?|ids)"/.test(JSON.stringify(examplesOf(operation)))),
);
const reads = named(
  handlers.filter(({ operation: { method, path } }) => method === "GET" && path.includes("{workspace_id}")),
);
const filters = reads.filter(({ handler }) => queryKeys(handler).some(isIdKey));
const lists = reads.filter(({ handler }) => queryKeys(handler).includes("cursor"));

function examplesOf({ body, bodyExample, bodyExamples }: RouteHandler["operation"]): unknown[] {
  if (!body) return [undefined];
  return bodyExamples ? Object.values(bodyExamples) : [bodyExample ?? {}];
}

/** A workspace, its neighbour, and the locks between them. */
async function openStage(lock: Lock) {
  const database = await createTestDatabase();
  await serveFrom(database.db);
  const here = await createWorkspace(database);
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query("set session_replication_role = replica");
  const elsewhere = await neighbour(admin, here);
  const conditions = new WithoutTenantCondition(here.workspaceId);
  if (lock === "row security alone" || lock === "neither lock")
    await serveFrom(database.db.withPlugin(conditions));
  if (lock === "the queries' conditions alone" || lock === "neither lock") await dropRowSecurity(admin);
  // Words that only rows of the other workspace have.
  const words = new Set((await rowsOf(admin, here.foreign.workspaceId)).join("\n").match(/[0-9a-f-]{36}/g));
  return { database, here, admin, elsewhere, conditions, words };
}

async function serveFrom(db: Db): Promise<void> {
  setServices({ db, boss: await startSender(db), now: () => new Date() });
}

async function neighbour(admin: pg.Client, { foreign }: TestWorkspace): Promise<Record<string, string>> {
  const made = await call(create, {
    params: { workspace_id: foreign.workspaceId },
    query: { scheduler_type: "cron", scheduler_value: "0 6 * * *" },
    token: foreign.token,
    body: {
      ...creationExamples.upload,
      id: randomUUID(),
      name: `${neighboursWord} ${randomUUID()}`,
      collection_ids: [],
    },
  });
  expect(made.status).toBe(201);
  const ids = await fillNeighbour(admin, foreign.workspaceId, made.body.id);
  const session = await admin.query("select id::text from sessions where user_id = $1", [foreign.userId]);
  return { ...ids, user_id: foreign.userId, session_id: session.rows[0].id };
}

async function dropRowSecurity(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity",
  );
  for (const { name } of rows) await admin.query(`alter table ${name} disable row level security`);
}

type Stage = Awaited<ReturnType<typeof openStage>>;
type Answer = { status: number; told: string; text: string; replayed: boolean };

/** What the owner here is told. `told` lacks what may differ: the request's own id, and the ids that were asked about. */
async function ask(
  { here }: Stage,
  handler: RouteHandler,
  ids: Record<string, string>,
  more: Call = {},
): Promise<Answer> {
  const who =
    handler.operation.access === "signed_in" ? { cookie: here.owner.cookie } : { token: here.owner.token };
  const params = { workspace_id: here.workspaceId, ...ids };
  const answer = await call(handler, { params, ...who, ...more });
  const text = JSON.stringify([
    answer.body ?? "",
    answer.headers.get("location"),
    answer.headers.get("etag"),
  ]);
  const told = Object.entries(ids).reduce(
    (rest, [key, id]) => rest.replaceAll(id, `{${key}}`),
    text.replace(/"request_id":"[^"]+"/, ""),
  );
  return { status: answer.status, told, text, replayed: answer.headers.has("idempotency-replayed") };
}

const nobodys = (): Record<string, string> => Object.fromEntries(idKeys.map((key) => [key, randomUUID()]));

/** Words of the other workspace in an answer, those aside that were asked about. */
function leaked({ words }: Stage, { text }: Answer, asked: Record<string, string> = {}): string[] {
  const own = Object.values(asked);
  return (text.match(/[0-9a-f-]{36}/g) ?? []).filter((word) => words.has(word) && !own.includes(word));
}

/** What finds rows of the neighbour by what they say. */
function questions(handler: RouteHandler): Record<string, string> {
  const keys = queryKeys(handler).filter((key) => ["q", "item"].includes(key));
  return Object.fromEntries(keys.map((key) => [key, neighboursWord]));
}

/** A body of the kind that a door reads itself. */
function rawBody({ rawBody: kind }: RouteHandler["operation"]): Call {
  if (!kind) return {};
  if (kind.contentType !== "multipart/form-data") return { raw: new Blob(["new"]) };
  const form = new FormData();
  form.append("file", new File(["new"], "new.txt"));
  return { raw: form };
}

describe("the doors", () => {
  it("are all served by route(), but for those that belong to no workspace", async () => {
    const served = await servedHandlers();
    expect(served.filter(({ handler }) => !handler.operation).map(({ path }) => path)).toEqual([]);
    const others = globSync("app/**/route.{ts,tsx,js,mjs}", { cwd: join(import.meta.dirname, "../..") });
    expect(others.filter((file) => !/^app\/v1\/.*\/route\.ts$/.test(file)).toSorted()).toEqual(openDoors);
  });

  it("are tried with every kind of id that a path has", () => {
    expect(
      handlers.flatMap(({ operation }) => keysOf(operation)).filter((key) => !idKeys.includes(key)),
    ).toEqual([]);
    expect(writers.length).toBeGreaterThan(2);
    expect(lists.length).toBeGreaterThan(10);
  });
});

describe.each<Lock>(["both locks", "row security alone", "the queries' conditions alone"])(
  "behind %s",
  (lock) => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage(lock);
    });
    afterAll(() => closeStage(stage));
    const rows = () => rowsOf(stage.admin, stage.here.foreign.workspaceId);

    it.each(doors)("ids in the path of $door are like ids that nobody has", async ({ handler }) => {
      const before = await rows();
      const { operation } = handler;
      for (const body of examplesOf(operation)) {
        for (const tag of operation.method === "GET" ? ["*"] : ["*", '"1"', '"999"']) {
          const more = { body, headers: { "if-match": tag }, ...rawBody(operation) };
          const missing = nobodys();
          const theirs = await ask(stage, handler, stage.elsewhere, more);
          const nobody = await ask(stage, handler, missing, more);
          expect({ ...theirs, text: "" }).toEqual({ ...nobody, text: "" });
          expect(theirs.status).toBeOneOf([400, 404]);
          expect(leaked(stage, theirs, stage.elsewhere)).toEqual([]);
        }
      }
      expect(await rows()).toEqual(before);
    });

    it.each(filters)("ids in the query of $door are like ids that nobody has", async ({ handler }) => {
      for (const key of queryKeys(handler).filter(isIdKey)) {
        const one = key.replace(/s$/, "");
        const missing = nobodys();
        const [theirs, nobody] = await Promise.all(
          [stage.elsewhere, missing].map(({ [one]: id = "" }) =>
            ask(stage, handler, { ...missing, [one]: id }, { query: { [key]: id } }),
          ),
        );
        expect(theirs?.told, key).toEqual(nobody?.told);
        expect(theirs?.status, key).toBe(nobody?.status);
      }
    });

    it.each(writers)("ids in the body of $door are like ids that nobody has", async ({ handler }) => {
      const before = await rows();
      for (const example of examplesOf(handler.operation)) {
        const missing = nobodys();
        const ids = { ...missing, id: randomUUID() };
        const [theirs, nobody] = await Promise.all(
          [{ ...stage.elsewhere, id: ids.id }, ids].map((some) =>
            ask(stage, handler, some, { body: withIds(example, some) }),
          ),
        );
        expect(theirs?.status).toBe(nobody?.status);
        expect(theirs?.told.replaceAll(/[0-9a-f-]{36}/g, "")).toBe(
          nobody?.told.replaceAll(/[0-9a-f-]{36}/g, ""),
        );
      }
      expect(await rows()).toEqual(before);
    });

    it.each(reads)("$door tells nothing of the other workspace", async ({ handler }) => {
      const answer = await ask(stage, handler, nobodys(), { query: questions(handler) });
      const plain = await ask(stage, handler, nobodys());
      expect([...leaked(stage, answer), ...leaked(stage, plain)]).toEqual([]);
    });

    it("a cursor of the other workspace leads nowhere but here", async () => {
      const { foreign } = stage.here;
      let tried = 0;
      for (const { door, handler } of lists) {
        const params = { workspace_id: foreign.workspaceId };
        const page = await ask(
          stage,
          handler,
          { ...stage.elsewhere, ...params },
          { token: foreign.token, query: { limit: 1 } },
        );
        const cursor = JSON.parse(page.text)[0].next_cursor;
        if (!cursor) continue;
        tried++;
        const answer = await ask(stage, handler, nobodys(), { query: { cursor } });
        expect(answer.status, door).toBeOneOf([200, 400, 404]);
        expect(leaked(stage, answer), door).toEqual([]);
      }
      expect(tried).toBeGreaterThan(3);
    });

    it("an Idempotency-Key of the other workspace is a new one here", async () => {
      const { here } = stage;
      const creators = handlers.filter(
        ({ operation }) => operation.idempotent && keysOf(operation).length === 0,
      );
      expect(creators.length).toBeGreaterThan(2);
      for (const handler of creators) {
        const body = withIds(examplesOf(handler.operation)[0], { ...nobodys(), id: randomUUID() });
        const more = {
          body,
          query: { scheduler_type: "imed" },
          headers: { "idempotency-key": randomUUID() },
        };
        const asked = (workspace_id: string, token: string) =>
          ask(stage, handler, { workspace_id }, { ...more, token });
        const theirs = await asked(here.foreign.workspaceId, here.foreign.token);
        const ours = await asked(here.workspaceId, here.owner.token);
        expect(ours.status, handler.operation.id).toBe(theirs.status);
        expect(ours.replayed, handler.operation.id).toBe(false);
        expect((await asked(here.workspaceId, here.owner.token)).replayed).toBe(ours.status < 300);
      }
    });

    it("was the only one there", () => {
      if (lock === "row security alone") expect(stage.conditions.removed).toBeGreaterThan(200);
      else expect(stage.conditions.removed).toBe(0);
    });
  },
);

async function closeStage(stage: Stage): Promise<void> {
  await stage.admin.end();
  await stage.database[Symbol.asyncDispose]();
}

describe("behind neither lock", () => {
  // The matrix finds what there is to find, so finding nothing above means something.
  it("the other workspace lies open", async () => {
    const stage = await openStage("neither lock");
    const open: string[] = [];
    for (const { door, handler } of reads) {
      const answer = await ask(stage, handler, stage.elsewhere, { query: questions(handler) });
      if (leaked(stage, answer, stage.elsewhere).length > 0) open.push(door);
    }

    expect(open.length).toBeGreaterThan(15);
    await closeStage(stage);
  });
});

/** Doors that route() doesn't wrap: none reads a workspace's rows for whoever asks. */
const openDoors = [
  "app/api/auth/[...nextauth]/route.ts",
  "app/docs/search-index/route.ts",
  "app/healthz/route.ts",
  "app/metrics/route.ts",
  "app/readyz/route.ts",
];

/** An example with each id that its keys name replaced; `ids` are connectors', and a new one gets an id of its own. */
function withIds(value: unknown, ids: Record<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids));
  if (value === null || typeof value !== "object") return value;
  const replaced = ([key, item]: [string, unknown]) => {
    const id = key === "ids" ? ids.connector_id : ids[key.replace(/s$/, "")];
    if (id === undefined) return [key, withIds(item, ids)];
    return [key, Array.isArray(item) ? [id] : id];
  };
  return Object.fromEntries(Object.entries(value).map(replaced));
}
