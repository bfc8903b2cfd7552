import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { SMTPServer } from "smtp-server";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as redeliver } from "#app/v1/workspaces/[workspace_id]/alerts/deliveries/[delivery_id]/redeliver/route.ts";
import { GET as listDeliveries } from "#app/v1/workspaces/[workspace_id]/alerts/deliveries/route.ts";
import {
  PATCH as patch,
  DELETE as remove,
} from "#app/v1/workspaces/[workspace_id]/alerts/destinations/[destination_id]/route.ts";
import { POST as testDestination } from "#app/v1/workspaces/[workspace_id]/alerts/destinations/[destination_id]/test/route.ts";
import { POST as create, GET as list } from "#app/v1/workspaces/[workspace_id]/alerts/destinations/route.ts";
import { SourceError } from "#lib/connectors/source.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { failed, text } from "#lib/runs/testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { type Call, call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { deliverDue, retriesS } from "./deliver.ts";
import { alertKinds } from "./kinds.ts";
import { watchAlerts } from "./watch.ts";

// Settings are read once, by the first module that asks.
vi.hoisted(() => {
  process.env.SMTP_URL = "smtp://127.0.0.1:18525";
  process.env.MAIL_FROM = "Tributary <alerts@example.com>";
  process.env.PUBLIC_URL = "https://tributary.example.com";
  process.env.ALLOW_PRIVATE_HOSTS = "127.0.0.1:18580";
});

type Heard = { headers: IncomingHttpHeaders; body: string };

let stage: RunStage;
let here: TestWorkspace;
let clock = new Date();
let heard: Heard[] = [];
let reply: (response: ServerResponse) => void;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  heard.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  reply(response);
});
const answering =
  (status: number, headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end("noted");
const fetch = createGuardedFetch({ allowPrivateHosts: ["127.0.0.1:18580"] });
const url = "http://127.0.0.1:18580/hook";

beforeAll(async () => {
  stage = await openRunStage();
  await useServices(stage.database, () => clock);
  receiver.listen(18580, "127.0.0.1");
  await once(receiver, "listening");
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await fetch.close();
  await stage[Symbol.asyncDispose]();
});
beforeEach(async () => {
  clock = new Date();
  heard = [];
  reply = answering(204);
  here = await createWorkspace(stage.database);
});
afterEach(() => stage.admin.deleteFrom("workspaces").execute());

const ask = (handler: typeof create, more: Call = {}) =>
  call(handler, {
    token: here.admin.token,
    ...more,
    params: { workspace_id: here.workspaceId, ...more.params },
  });
const add = async (body: object) => {
  const answer = await ask(create, { body: { kinds: alertKinds, ...body } });
  expect(answer.status).toBe(201);
  return answer.body;
};
const look = () => watchAlerts(stage.engine.db, () => clock);
const send = () => deliverDue({ db: stage.engine.db, fetch, now: () => clock });
const messages = async () => (await ask(listDeliveries, { query: { limit: 100 } })).body.items;
/** Makes what waits due. */
const hurry = () =>
  stage.admin
    .updateTable("alert_deliveries")
    .set({ next_at: new Date(0) })
    .where("state", "=", "waiting")
    .execute();
const broken = () => {
  throw new SourceError("misconfigured", "The page is gone.");
};
const bodyOf = ({ body }: Heard) => JSON.parse(body);
const atFirst = async () => stage.addConnector({ workspaceId: here.workspaceId });

async function fail(connector: Connector): Promise<void> {
  connector.source.before = broken;
  await stage.run(connector, [[text("a")]]);
  connector.source.before = () => {};
}

describe("trouble", () => {
  it("is told once when it begins and once when it is over, signed, and to whom it was to be told", async () => {
    const { secret } = await add({ type: "webhook", address: url });
    await add({ type: "webhook", address: url, kinds: ["held_deletions"] });
    const connector = await atFirst();
    await fail(connector);
    expect(await look()).toEqual({ raised: 1, resolved: 0, messages: 1 });
    expect(await look()).toEqual({ raised: 0, resolved: 0, messages: 0 });
    await fail(connector);
    expect(await look()).toEqual({ raised: 0, resolved: 0, messages: 0 });
    expect(await send()).toBe(1);
    await stage.run(connector, [[text("a")]]);
    expect(await look()).toEqual({ raised: 0, resolved: 1, messages: 1 });
    await send();
    expect(await send()).toBe(0);

    const [raised, resolved] = heard;
    if (!raised || !resolved) throw new Error("Two messages were to come.");
    const verified = new Webhook(secret).verify(raised.body, raised.headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: "alert.raised",
      data: {
        workspace: { id: here.workspaceId, name: "Here" },
        alert: { kind: "failing", reason: "The page is gone." },
        connector: { id: connector.connectorId, name: "List" },
        run_id: expect.any(String),
        url: `https://tributary.example.com/w/${here.workspaceId}/connectors/${connector.connectorId}`,
      },
    });
    expect(() =>
      new Webhook(secret).verify(`${raised.body} `, raised.headers as Record<string, string>),
    ).toThrow();
    expect(bodyOf(resolved)).toMatchObject({ type: "alert.resolved", data: { alert: { kind: "failing" } } });
    expect(raised.headers["webhook-id"]).not.toBe(resolved.headers["webhook-id"]);
  });

  it("of each kind is seen: late, refused credentials, held deletions, and green runs that read too little", async () => {
    await add({ type: "webhook", address: url });
    const [late, refused, held, shrunk] = [
      await atFirst(),
      await atFirst(),
      await atFirst(),
      await atFirst(),
    ];
    await stage.admin
      .updateTable("schedules")
      .set({ type: "cron", value: "0 * * * *", next_run_at: new Date(clock.getTime() - 3_600_000) })
      .where("connector_id", "=", late.connectorId)
      .execute();
    refused.source.before = () => {
      throw new SourceError("credentials", "The token has ended.");
    };
    await stage.run(refused, [[text("a")]]);
    const many = Array.from({ length: 60 }, (_, at) => text(`k${at}`));
    for (const connector of [held, shrunk]) {
      connector.source.batches = [many];
      await stage.run(connector, [many]);
    }
    await stage.admin
      .updateTable("connectors")
      .set({ listing_suspect: true })
      .where("id", "=", shrunk.connectorId)
      .execute();
    const runId = await stage.queue(held);
    await stage.admin
      .insertInto("held_deletions")
      .values({
        workspace_id: held.workspaceId,
        id: crypto.randomUUID(),
        connector_id: held.connectorId,
        run_id: runId,
        reason: "50 of 60 documents vanished at once.",
        documents: 50,
        live_documents: 60,
      })
      .execute();
    await look();
    await send();
    const told = heard.map((one) => [bodyOf(one).data.connector.id, bodyOf(one).data.alert.kind]);
    expect(new Map(told as [string, string][])).toEqual(
      new Map([
        [late.connectorId, "stalled"],
        [refused.connectorId, "needs_credentials"],
        [held.connectorId, "held_deletions"],
        [shrunk.connectorId, "shrunk"],
      ]),
    );
    await stage.take().catch(() => {});
  });

  it("is raised once by workers that look at the same time", async () => {
    await add({ type: "webhook", address: url });
    await fail(await atFirst());
    const reports = await Promise.all(Array.from({ length: 6 }, look));
    expect(reports.reduce((sum, { messages }) => sum + messages, 0)).toBe(1);
  });

  it("in a workspace that wants no alerts costs nothing", async () => {
    await fail(await atFirst());
    expect(await look()).toEqual({ raised: 0, resolved: 0, messages: 0 });
  });
});

describe("delivery", () => {
  const test = async (body: object = { type: "webhook", address: url }) => {
    const destination = await add(body);
    const params = { destination_id: destination.id };
    expect((await ask(testDestination, { params })).status).toBe(202);
    return destination;
  };

  it("is tried again with the same id, later each time, and then given up", async () => {
    reply = answering(500);
    const { id } = await test();
    for (let tries = 1; tries <= retriesS.length + 1; tries += 1) {
      await hurry();
      expect(await send()).toBe(1);
      const [message] = await messages();
      expect(message.attempts).toHaveLength(tries);
      expect(message.attempts.at(-1)).toMatchObject({ status: 500, error: "It answered 500." });
      const pauseS = retriesS[tries - 1];
      if (pauseS === undefined) expect(message).toMatchObject({ state: "failed", next_attempt_at: null });
      else expect(Date.parse(message.next_attempt_at) - clock.getTime()).toBe(pauseS * 1000);
    }
    expect(new Set(heard.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    const [destination] = (await ask(list)).body.items;
    expect(destination).toMatchObject({
      id,
      disabled_reason: "It answered 500.",
      disabled_at: expect.any(String),
    });
    await fail(await atFirst());
    expect(await look()).toMatchObject({ raised: 1, messages: 0 });
    reply = answering(200);
    const on = await ask(patch, { params: { destination_id: id }, body: { enabled: true } });
    expect(on.body).toMatchObject({ disabled_at: null, secret: null });
    const [message] = await messages();
    expect((await ask(redeliver, { params: { delivery_id: message.id } })).status).toBe(202);
    await hurry();
    await send();
    expect((await messages())[0]).toMatchObject({ state: "delivered" });
  });

  it("comes back when the receiver says so, and never to one that is gone", async () => {
    reply = answering(429, { "retry-after": "7200" });
    await test();
    await send();
    const [message] = await messages();
    expect(Date.parse(message.next_attempt_at) - clock.getTime()).toBe(7_200_000);
    reply = answering(410);
    await hurry();
    await send();
    expect((await messages())[0]).toMatchObject({ state: "failed" });
    expect((await ask(list)).body.items[0].disabled_reason).toBe("It answered 410.");
  });

  it("is repeated with the same id when the worker died before it wrote down that it was delivered", async () => {
    await test();
    reply = (response) => {
      // The answer comes, and nobody is there any more to write it down.
      response.writeHead(200).end();
    };
    await send();
    await stage.admin
      .updateTable("alert_deliveries")
      .set({ state: "waiting", next_at: new Date(0) })
      .execute();
    await send();
    const ids = heard.map(({ headers }) => headers["webhook-id"]);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  });

  it("is claimed by one of several workers", async () => {
    await test();
    const tried = await Promise.all(Array.from({ length: 5 }, send));
    expect(tried.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(heard).toHaveLength(1);
  });

  it("follows no redirect, and doesn't wait for ever", async () => {
    reply = answering(307, { location: "http://127.0.0.1:18580/elsewhere" });
    await test();
    await send();
    expect(heard).toHaveLength(1);
    expect((await messages())[0].attempts[0]).toMatchObject({ status: 307 });
  });

  it("reaches no private address, also when its name leads to one later", async () => {
    for (const address of [
      "http://127.0.0.1/",
      "http://169.254.169.254/x",
      "http://[::1]/",
      "http://localhost/",
    ]) {
      const { status, body } = await ask(create, { body: { type: "webhook", address, kinds: ["failing"] } });
      expect([status, body.errors[0].path], address).toEqual([400, "address"]);
    }
    const inside = createGuardedFetch({ resolve: async () => [{ address: "127.0.0.1", family: 4 }] });
    await test({ type: "webhook", address: "http://rebound.example.com/" });
    await deliverDue({ db: stage.engine.db, fetch: inside, now: () => clock });
    expect((await messages())[0].attempts[0].error).toContain("may not be read: it is at 127.0.0.1");
    await inside.close();
  });

  it("by e-mail goes to the mail server, from whom it is to come", async () => {
    const mails: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      logger: false,
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          mails.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await once(server.listen(18525, "127.0.0.1"), "listening");
    await add({ type: "email", address: "Ops@Example.com", kinds: ["failing"] });
    await fail(await atFirst());
    await look();
    await send();
    expect((await messages())[0]).toMatchObject({
      state: "delivered",
      attempts: [{ status: null, error: null }],
    });
    const [mail = ""] = mails;
    expect(mail).toContain("From: Tributary <alerts@example.com>");
    expect(mail).toContain("To: ops@example.com");
    expect(mail).toContain("Subject: [Tributary] List: its last run failed");
    expect(mail).toContain("The page is gone.");
    await new Promise<void>((resolve) => server.close(resolve));
    clock = new Date(clock.getTime() + 1000);
    await test({ type: "email", address: "ops@example.com" });
    await hurry();
    await send();
    expect((await messages())[0]).toMatchObject({
      state: "waiting",
      attempts: [{ error: expect.stringContaining("ECONNREFUSED") }],
    });
  });
});

describe("destinations", () => {
  const wrong: [string, object, string][] = [
    ["no kind", { type: "email", address: "a@example.com", kinds: [] }, "kinds"],
    ["an unknown kind", { type: "email", address: "a@example.com", kinds: ["weather"] }, "kinds.0"],
    ["no address", { type: "email", address: "ada", kinds: ["failing"] }, "address"],
    ["another scheme", { type: "webhook", address: "ftp://example.com/", kinds: ["failing"] }, "address"],
    [
      "a password in it",
      { type: "webhook", address: "https://a:b@example.com/", kinds: ["failing"] },
      "address",
    ],
    ["an unknown type", { type: "pigeon", address: "x", kinds: ["failing"] }, "type"],
  ];
  it.each(wrong)("with %s are refused", async (_, body, path) => {
    const answer = await ask(create, { body });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, path]);
  });

  it("show a secret once, and sign with another on demand", async () => {
    const { id, secret } = await add({ type: "webhook", address: "https://hooks.example.com/x" });
    expect(JSON.stringify((await ask(list)).body)).not.toContain(secret);
    const params = { destination_id: id };
    const renewed = (await ask(patch, { params, body: { new_secret: true } })).body.secret;
    expect(renewed).toMatch(/^whsec_/);
    expect(renewed).not.toBe(secret);
    const mail = await add({ type: "email", address: "a@example.com" });
    const refused = await ask(patch, { params: { destination_id: mail.id }, body: { new_secret: true } });
    expect([mail.secret, refused.status]).toEqual([null, 400]);
    expect((await ask(remove, { params })).status).toBe(204);
    expect((await ask(remove, { params })).status).toBe(404);
  });

  it("are at most fifty", async () => {
    const at = (n: number) => ({ type: "email", address: `a${n}@example.com` });
    for (let n = 0; n < 50; n += 1) await add(at(n));
    expect((await ask(create, { body: { kinds: ["failing"], ...at(50) } })).status).toBe(409);
  });
});

it("a message of an item that failed alone is none", async () => {
  await add({ type: "webhook", address: url });
  await stage.run(await atFirst(), [[text("a")], [failed("b")]]);
  expect(await look()).toMatchObject({ raised: 0 });
});
