import { randomUUID } from "node:crypto";
import type { Span } from "@opentelemetry/api";
import type { z } from "zod";
import { isTransientError, isWorkspaceGone } from "#db/errors.ts";
import type { Identity } from "#lib/auth/identify.ts";
import { memberContext, normaliseUuid } from "#lib/auth/member-context.ts";
import { assertSameOrigin } from "#lib/auth/same-origin.ts";
import { touchIdentity } from "#lib/auth/touch.ts";
import { assertAllowed, type Context, type Services } from "#lib/context.ts";
import { AppError, type FieldError, invalid } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { meters } from "#lib/metrics/meters.ts";
import { services } from "#lib/services.ts";
import { inSpan } from "#lib/tracing/span.ts";
import { unknownWorkspace } from "#lib/workspaces/unknown.ts";
import { clientGone, isClientGone } from "./client-gone.ts";
import { databaseUnavailable } from "./database-unavailable.ts";
import { withIdempotency } from "./idempotency.ts";
import { identifyWithinRate } from "./identify-within-rate.ts";
import { readJsonBody } from "./json-body.ts";
import type { Operation } from "./operation.ts";
import { firstOfEach, parseParams, readBody, readQuery } from "./parse.ts";
import { problemResponse } from "./problem.ts";

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** The context of a door by its access: a member's in one workspace, somebody's who signed in, or anyone's. */
type ContextOf<O extends Operation> = O["access"] extends "public"
  ? PublicContext
  : O["access"] extends "signed_in"
    ? SignedInContext
    : Context;

export type PublicContext = Services & { requestId: string };
export type SignedInContext = PublicContext & { identity: Identity };

export type Input<O extends Operation> = {
  ctx: ContextOf<O>;
  params: Parsed<O["params"]>;
  query: Parsed<O["query"]>;
  body: Parsed<O["body"]>;
  request: Request;
};

/** What a handler answers: JSON with a status, or a finished Response (bytes, streams). */
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> } | Response;

export type RouteOptions<O extends Operation> = {
  /**
   * When query or body have the wrong shape: what else is wrong with them as they came, so that a caller hears of
   * every field at once.
   */
  alsoWrong?: (ctx: ContextOf<O>, query: Record<string, string>, body: unknown) => FieldError[];
};

/** What Next hands to a handler beside the request. A path without keys has no parameters. */
type Segment = { params: Promise<Record<string, string> | undefined> };

export type RouteHandler = {
  (request: Request, segment: Segment): Promise<Response>;
  operation: Operation;
};

/**
 * Wraps a handler of `/v1`: request id, authentication, membership, permission, origin, parsing, idempotency,
 * errors and the log line. A handler runs only after all of them passed.
 */
export function route<const O extends Operation>(
  operation: O,
  handle: (input: Input<O>) => Promise<Reply>,
  options: RouteOptions<O> = {},
): RouteHandler {
  const serve = async (request: Request, segment: Segment, span: Span) => {
    const requestId = randomUUID();
    const told: Told = {};
    const began = performance.now();
    const params = (await segment.params) ?? {};
    let response: Response;
    let isGone = false;
    try {
      response = await answer({ operation, handle, options }, request, params, requestId, told);
    } catch (thrown) {
      isGone = isClientGone(request, thrown);
      const error = isGone ? clientGone(thrown) : toAnswer(thrown, params);
      if (!(error instanceof AppError) || error.kind === "unavailable")
        log.error({ err: thrown, requestId, operation: operation.id, ...told }, "request failed");
      response = problemResponse(error, requestId);
    }
    const ms = performance.now() - began;
    const status = isGone ? 499 : response.status;
    meters().requests.observe({ operation: operation.id, status }, ms / 1000);
    span.setAttributes({
      "http.response.status_code": status,
      "tributary.request_id": requestId,
      ...spanned(told),
    });
    log.info({ requestId, operation: operation.id, status, ms: Math.round(ms), ...told }, "request");
    return response;
  };
  const { method, path } = operation;
  const attributes = { "http.request.method": method, "http.route": path };
  const handler = (request: Request, segment: Segment) => {
    const traced = { kind: "SERVER", attributes, traceparent: request.headers.get("traceparent") } as const;
    return inSpan(`${method} ${path}`, traced, (span) => serve(request, segment, span));
  };
  return Object.assign(handler, { operation });
}

function spanned({ workspaceId, actor }: Told) {
  return {
    ...(workspaceId && { "tributary.workspace_id": workspaceId }),
    ...(actor && { "tributary.actor": actor }),
  };
}

/** What a request's log line says of who sent it, as far as it became known. */
type Told = { workspaceId?: string; actor?: string };

/** What PostgreSQL refused, in the words of a caller. */
function toAnswer(thrown: unknown, params: Record<string, string>): unknown {
  if (isWorkspaceGone(thrown)) return unknownWorkspace(params.workspace_id);
  return isTransientError(thrown) ? databaseUnavailable(thrown) : thrown;
}

type Door<O extends Operation> = {
  operation: O;
  handle: (input: Input<O>) => Promise<Reply>;
  options: RouteOptions<O>;
};

async function answer<O extends Operation>(
  door: Door<O>,
  request: Request,
  rawParams: Record<string, string>,
  requestId: string,
  told: Told,
): Promise<Response> {
  const { operation, handle } = door;
  const ctx = await contextOf(operation, request, rawParams, requestId, told);
  const params = operation.params ? parseParams(operation.params, rawParams) : undefined;
  const json = operation.body ? await readJson(operation, request) : undefined;
  const { query, body } = readInput(door, ctx as ContextOf<O>, request, json);
  // The schemas of `operation` produced exactly these; TypeScript can't follow a conditional type through them.
  const inputFor = (context: unknown) => ({ ctx: context, params, query, body, request }) as Input<O>;
  const key = operation.idempotent ? request.headers.get("idempotency-key") : null;
  const reply =
    key !== null && "workspaceId" in ctx
      ? await withIdempotency(
          ctx,
          { key, operation: operation.id, path: pathOf(request), body: json },
          (joined) => handle(inputFor(joined)),
        )
      : await handle(inputFor(ctx));
  return present(reply, requestId);
}

/** Path and query alone: a repeat may come by another name of the deployment. */
function pathOf({ url }: Request): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

async function readJson({ bodyOptional }: Operation, request: Request): Promise<unknown> {
  const hasBody = ["content-type", "transfer-encoding"].some((name) => request.headers.has(name));
  const isEmpty = !hasBody && Number(request.headers.get("content-length") ?? 0) === 0;
  return bodyOptional && isEmpty ? {} : readJsonBody(request);
}

function readInput<O extends Operation>(
  { operation, options }: Door<O>,
  ctx: ContextOf<O>,
  request: Request,
  json: unknown,
): { query: unknown; body: unknown } {
  const search = new URL(request.url).searchParams;
  const query = operation.query ? readQuery(operation.query, search) : nothing;
  const body = operation.body ? readBody(operation.body, json) : nothing;
  if (query.ok && body.ok) return { query: query.data, body: body.data };
  const also = options.alsoWrong?.(ctx, Object.fromEntries(search), json) ?? [];
  const shape = [...(query.ok ? [] : query.errors), ...(body.ok ? [] : body.errors)];
  throw invalid(firstOfEach([...shape, ...also]));
}

const nothing = { ok: true, data: undefined } as const;

async function contextOf(
  operation: Operation,
  request: Request,
  params: Record<string, string>,
  requestId: string,
  told: Told,
): Promise<PublicContext | SignedInContext | Context> {
  const base = { ...services(), requestId };
  if (operation.access === "public") return base;
  const named = params.workspace_id;
  const asked = named === undefined ? null : normaliseUuid(named);
  const identity = await identifyWithinRate(base, request, asked);
  told.actor = idOf(identity.actor);
  if (identity.actor.type === "user" && operation.method !== "GET") assertSameOrigin(request);
  if (identity.touch) touchIdentity(base.db, identity.actor);
  if (operation.access === "signed_in") return { ...base, identity };
  const ctx = memberContext(base, identity, named);
  told.workspaceId = ctx.workspaceId;
  for (const permission of [operation.access, ...(operation.furtherScopes ?? [])])
    assertAllowed(ctx, permission);
  return ctx;
}

function idOf(actor: Identity["actor"]): string {
  return actor.type === "user" ? `user:${actor.userId}` : `token:${actor.tokenId}`;
}

function present(reply: Reply, requestId: string): Response {
  if (reply instanceof Response) {
    reply.headers.set("x-request-id", requestId);
    return reply;
  }
  const headers = new Headers({ "x-request-id": requestId, "cache-control": "no-store", ...reply.headers });
  if (reply.body === undefined) return new Response(null, { status: reply.status, headers });
  headers.set("content-type", "application/json");
  return new Response(JSON.stringify(reply.body), { status: reply.status, headers });
}
