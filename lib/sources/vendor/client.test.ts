import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SourceError } from "#lib/connectors/source.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { createVendorClient, type VendorClientOptions } from "./client.ts";
import { type Fault, faults, openVendorServer, type VendorServer } from "./testing/vendor-server.ts";
import { VendorError } from "./vendor-error.ts";

let vendor: VendorServer;
let other: VendorServer;
let fetch: ReturnType<typeof createGuardedFetch>;
const now = new Date("2026-11-25T10:00:00Z");
const answer = z.object({ ok: z.boolean() });

beforeAll(async () => {
  other = await openVendorServer(() => ({ body: "bytes" }), "127.0.0.2");
  vendor = await openVendorServer(({ url, headers }) => {
    if (url.pathname === "/moved") return { status: 302, headers: { location: `${other.origin}/file` } };
    if (url.pathname === "/private" && headers.authorization !== "Bearer second")
      return { status: 401, json: {} };
    if (url.pathname === "/odd") return { json: { ok: "perhaps" } };
    return { json: { ok: true } };
  });
  fetch = createGuardedFetch({ allowPrivateHosts: [vendor.host, other.host] });
});
afterEach(() => {
  vendor.reset();
  other.reset();
});
afterAll(async () => {
  await fetch.close();
  await vendor[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

function client(options: Partial<VendorClientOptions> = {}) {
  return createVendorClient({
    vendor: "Acme",
    fetch,
    signal: AbortSignal.timeout(20_000),
    now: () => now,
    ...options,
  });
}

const ask = (path = "/ok", options: Partial<VendorClientOptions> = {}) =>
  client(options).json({ url: vendor.origin + path }, answer);

async function errorOf(asked: Promise<unknown>): Promise<SourceError> {
  return asked.then(
    () => Promise.reject(new Error("It was answered.")),
    (error: SourceError) => error,
  );
}

describe("what a failure means", () => {
  const later = new Date("2026-11-25T10:05:15Z");
  const cases: [string, Fault, Partial<SourceError>][] = [
    ["429 with seconds", faults.throttled(315), { kind: "rate_limited", retryAt: later }],
    ["503 with a date", faults.throttledUntil(later), { kind: "rate_limited", retryAt: later }],
    [
      "429 without either",
      faults.status(429),
      { kind: "rate_limited", retryAt: new Date("2026-11-25T10:01:00Z") },
    ],
    ["403", faults.status(403), { kind: "misconfigured" }],
    ["404", faults.status(404), { kind: "misconfigured" }],
    ["500, three times", faults.status(500), { kind: "unavailable" }],
    ["a broken connection, three times", { kind: "reset" }, { kind: "unavailable" }],
    ["a body that is cut off, three times", { kind: "truncated" }, { kind: "unavailable" }],
    ["a page of something in between", { kind: "wrong_type" }, { kind: "unavailable" }],
  ];
  it.each(cases)("%s", async (_name, fault, expected) => {
    vendor.fail(/ok/, fault, { times: 3 });
    expect(await errorOf(ask())).toMatchObject(expected);
  });

  it.each(cases.slice(5).map(([name, fault]) => [name.replace(", three times", ", once"), fault] as const))(
    "is forgotten after %s",
    async (_name, fault) => {
      vendor.fail(/ok/, fault);
      expect(await ask()).toEqual({ ok: true });
    },
  );

  it("is the vendor's own word where it has one", async () => {
    vendor.fail(/ok/, faults.status(403, { error: { reason: "rateLimitExceeded" } }));
    const error = await errorOf(
      ask("/ok", {
        explain: () => ({ message: "Slow down.", kind: "rate_limited", reason: "rateLimitExceeded" }),
      }),
    );
    expect(error).toMatchObject({
      kind: "rate_limited",
      message: "Slow down.",
      reason: "rateLimitExceeded",
      status: 403,
    });
    expect(error).toBeInstanceOf(VendorError);
  });

  it("says which part of an answer has another form", async () => {
    expect((await errorOf(ask("/odd"))).message).toMatch(/Acme answered in a form .*ok/s);
  });

  it("holds no query, which may be a secret", async () => {
    vendor.fail(/ok/, faults.status(418));
    const error = await errorOf(client().json({ url: `${vendor.origin}/ok?token=hush` }, answer));
    expect(error.message).toContain("/ok");
    expect(JSON.stringify(error) + error.message).not.toContain("hush");
  });
});

describe("credentials", () => {
  it("are renewed once when they are refused", async () => {
    const handed: string[] = [];
    const authorize: VendorClientOptions["authorize"] = async (_url, renew) => {
      handed.push(renew ? "second" : "first");
      return { authorization: `Bearer ${handed.at(-1)}` };
    };
    expect(await ask("/private", { authorize })).toEqual({ ok: true });
    expect(handed).toEqual(["first", "second"]);
  });

  it("are refused for good the second time", async () => {
    const authorize = async () => ({ authorization: "Bearer first" });
    expect(await errorOf(ask("/private", { authorize }))).toMatchObject({ kind: "credentials", status: 401 });
  });

  it("don't follow a redirect to another host, nor go with links that carry their own", async () => {
    const authorize = async () => ({ authorization: "Bearer second", "x-api-key": "hush" });
    const asker = client({ authorize });
    await (await asker.open({ url: `${vendor.origin}/moved` })).discard();
    await (await asker.open({ url: `${other.origin}/file`, anonymous: true })).discard();
    expect(other.calls).toHaveLength(2);
    for (const { headers } of other.calls) {
      expect(headers).not.toHaveProperty("authorization");
      expect(headers).not.toHaveProperty("x-api-key");
    }
  });
});

it("asks for so many things at a time, and no more", async () => {
  let atOnce = 0;
  let most = 0;
  const slow = await openVendorServer(async () => {
    most = Math.max(most, ++atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce--;
    return { json: { ok: true } };
  });
  const guarded = createGuardedFetch({ allowPrivateHosts: [slow.host] });
  const asker = client({ fetch: guarded, concurrency: 3 });
  await Promise.all(Array.from({ length: 30 }, () => asker.json({ url: slow.origin }, answer)));
  expect(most).toBeLessThanOrEqual(3);
  expect(slow.calls).toHaveLength(30);
  await guarded.close();
  await slow[Symbol.asyncDispose]();
});

it("stops when its run does", async () => {
  const stopping = new AbortController();
  vendor.fail(/ok/, { kind: "hang" });
  const asked = errorOf(ask("/ok", { signal: stopping.signal }));
  stopping.abort(new Error("stopped"));
  expect((await asked).message).toBe("stopped");
});
