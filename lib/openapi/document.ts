import { STATUS_CODES } from "node:http";
import type { z } from "zod";
import { permissions } from "#lib/auth/permissions.ts";
import { connectorTypes, slotSchemas } from "#lib/connectors/slots.ts";
import type { Operation, ResponseSpec } from "#lib/http/operation.ts";
import { problemSchema } from "#lib/http/problem.ts";
import { type Components, type JsonSchema, jsonSchema } from "./json-schema.ts";
import { operations } from "./operations.ts";

type Document = {
  openapi: string;
  info: Record<string, string>;
  servers: { url: string }[];
  security: Record<string, string[]>[];
  tags: { name: string }[];
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Components; securitySchemes: Record<string, unknown> };
};

/**
 * The whole of `/v1` as an OpenAPI 3.1 document, from the schemas that the handlers parse with.
 * @param origin where this deployment answers, such as `https://tributary.example.com`
 */
export function openApiDocument(origin: string): Document {
  const schemas: Components = {};
  const paths: Document["paths"] = {};
  for (const operation of operations) {
    const item = paths[operation.path] ?? {};
    item[operation.method.toLowerCase()] = describe(operation, schemas);
    paths[operation.path] = item;
  }
  for (const type of connectorTypes) {
    schemas[`slots_${type}`] = jsonSchema(slotSchemas[type], "input", schemas);
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Tributary",
      version: "1",
      description:
        "Connectors, schedules, runs, collections and documents. Whatever the interface can do, this API can.",
    },
    servers: [{ url: origin }],
    security: [{ token: [] }, { session: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "An API token, trb_…" },
        session: { type: "apiKey", in: "cookie", name: "tributary.session" },
      },
    },
  };
}

function describe(operation: Operation, components: Components) {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    description: [operation.description, accessWords(operation)].filter(Boolean).join("\n\n"),
    ...(operation.access === "public" ? { security: [] } : {}),
    parameters: [
      ...pathParameters(operation, components),
      ...queryParameters(operation, components),
      ...headers(operation),
    ],
    ...requestBody(operation, components),
    responses: { ...successes(operation, components), ...failures(operation, components) },
  };
}

/** Who may call an operation, in words. */
export function accessWords({ access, furtherScopes = [] }: Operation): string {
  if (access === "public") return "Anyone may call this.";
  if (access === "signed_in") return "Needs a session or a token.";
  const scopes = [access, ...furtherScopes].map((scope) => `\`${scope}\``);
  return `Needs the role ${permissions[access]} or above; a token with scopes, ${scopes.join(", ")}.`;
}

function pathParameters({ path, params }: Operation, components: Components) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const schema = params?.shape[name] as z.ZodType | undefined;
    return parameter(
      "path",
      name,
      schema ? jsonSchema(schema, "input", components) : { type: "string" },
      true,
    );
  });
}

function queryParameters({ query }: Operation, components: Components) {
  if (!query) return [];
  const { properties, required } = jsonSchema(query, "input", components);
  return Object.entries((properties ?? {}) as Components).map(([name, schema]) =>
    parameter("query", name, schema, Array.isArray(required) && required.includes(name)),
  );
}

function parameter(place: string, name: string, { description, ...schema }: JsonSchema, required: boolean) {
  return { name, in: place, required, ...(description ? { description } : {}), schema };
}

function headers({ idempotent, errors }: Operation) {
  return [
    ...(idempotent
      ? [
          parameter(
            "header",
            "Idempotency-Key",
            { type: "string", description: "Repeating a write with the same key answers as the first did" },
            false,
          ),
        ]
      : []),
    ...(errors?.[412]
      ? [
          parameter(
            "header",
            "If-Match",
            { type: "string", description: "The ETag that was read: a change since then is not overwritten" },
            false,
          ),
        ]
      : []),
  ];
}

function requestBody(operation: Operation, components: Components) {
  const { body, bodyOptional, bodyExample, bodyExamples, rawBody } = operation;
  if (rawBody) {
    const { contentType, description } = rawBody;
    return { requestBody: { required: true, description, content: { [contentType]: {} } } };
  }
  if (!body) return {};
  const examples = bodyExamples
    ? { examples: Object.fromEntries(Object.entries(bodyExamples).map(([name, value]) => [name, { value }])) }
    : { example: bodyExample };
  return {
    requestBody: {
      required: !bodyOptional,
      content: { "application/json": { schema: jsonSchema(body, "input", components), ...examples } },
    },
  };
}

function successes({ success }: Operation, components: Components) {
  return Object.fromEntries(
    Object.entries(success).map(([status, spec]) => [status, response(spec, components)]),
  );
}

function response(spec: ResponseSpec, components: Components) {
  const { description, schema, example, contentType, headers } = spec;
  const content = schema
    ? { "application/json": { schema: jsonSchema(schema, "output", components), example } }
    : contentType
      ? { [contentType]: {} }
      : undefined;
  return {
    description,
    ...(headers
      ? { headers: mapValues(headers, (text) => ({ description: text, schema: { type: "string" } })) }
      : {}),
    ...(content ? { content } : {}),
  };
}

/** Every status that an operation can fail with, and when. The wrapper answers some of them for all. */
export function failureWords(operation: Operation): Record<number, string> {
  const { access, query, body, rawBody, path, errors } = operation;
  const inWorkspace = path.includes("{workspace_id}");
  const sometimes: [number, boolean, string][] = [
    [400, Boolean(query || body || rawBody), "Something sent is wrong: `errors` names each field"],
    [401, access !== "public", "No session or token, or one that has ended"],
    [403, access !== "public" && inWorkspace, "Not a member, or not with this role"],
    [404, inWorkspace, "There is no such workspace"],
    [409, Boolean(operation.idempotent), "The Idempotency-Key was used for another request"],
    [413, Boolean(body), "The body is over 1 MiB"],
    [415, Boolean(body), "The body isn't application/json"],
  ];
  const common = sometimes.flatMap(([status, applies, words]) => (applies ? [[status, words]] : []));
  return {
    ...Object.fromEntries(common),
    ...errors,
    500: "Our fault: all of it was done or nothing, and the log knows the request id",
    503: "The database can't be worked with for the moment: try again after `Retry-After` seconds",
  };
}

function failures(operation: Operation, components: Components) {
  const schema = jsonSchema(problemSchema, "output", components);
  return mapValues(failureWords(operation), (description, status) => ({
    description,
    content: { "application/problem+json": { schema, example: problemExample(Number(status), description) } },
  }));
}

function problemExample(status: number, description: string) {
  return {
    type: "/docs/errors",
    title: STATUS_CODES[status] ?? "",
    status,
    detail: `${description}.`,
    request_id: "9f0c2f6e-58a4-4f6e-9a1c-0f6b7f2f9f10",
    ...(status === 400
      ? { errors: [{ path: "slots.url", message: "Enter the address of the page to start from." }] }
      : {}),
  };
}

function mapValues<T, R>(record: Record<string, T>, map: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
