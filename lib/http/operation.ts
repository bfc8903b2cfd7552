import type { z } from "zod";
import type { Permission } from "#lib/auth/permissions.ts";

export type ResponseSpec = {
  description: string;
  /** The JSON body. Absent: no body, or `contentType` says what it is. */
  schema?: z.ZodType;
  example?: unknown;
  contentType?: string;
  headers?: Record<string, string>;
};

/**
 * One door of `/v1`, described once: the wrapper enforces it, the OpenAPI document prints it.
 * Keys of the path are in braces, as OpenAPI writes them.
 */
export type Operation = {
  id: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: `/${string}`;
  tag: string;
  summary: string;
  description?: string;
  /** `public`: anyone. `signed_in`: any user or token. Else a permission in the path's workspace. */
  access: "public" | "signed_in" | Permission;
  /** What it shows or does beyond `access`, for which a token with scopes needs these too. */
  furtherScopes?: readonly Permission[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A request may come without a body: it counts as `{}`. */
  bodyOptional?: boolean;
  bodyExample?: unknown;
  /** Instead of one, where a body has several kinds: by name. */
  bodyExamples?: Record<string, unknown>;
  /** The handler reads the request's body itself (uploads). */
  rawBody?: { contentType: string; description: string };
  /** Honours `Idempotency-Key`: the first answer is kept in the write's own transaction and replayed. */
  idempotent?: boolean;
  success: Record<number, ResponseSpec>;
  /** Statuses beyond those that the wrapper itself answers. */
  errors?: Record<number, string>;
};

/** Keeps an operation's exact schema types, for the handler's input. */
export function defineOperation<const T extends Operation>(operation: T): T {
  return operation;
}
