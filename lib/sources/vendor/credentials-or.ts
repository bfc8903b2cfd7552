import type { z } from "zod";
import { type JsonObject, SourceError } from "#lib/connectors/source.ts";

/**
 * A connector's credentials, or the deployment's for its type.
 * @param missing what to say when there are none: what to give, and where
 * @throws SourceError `credentials` when there are none, or they have another shape
 */
export function credentialsOr<T>(
  own: JsonObject | null,
  deployments: JsonObject | undefined,
  schema: z.ZodType<T>,
  missing: string,
): T {
  const given = own ?? deployments;
  if (!given) throw new SourceError("credentials", missing);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join(".") ?? "";
  throw new SourceError(
    "credentials",
    `The credentials can't be used${where ? ` (${where})` : ""}: ${issue?.message ?? missing}`,
  );
}
