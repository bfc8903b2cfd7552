import type { Db } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { type FieldError, invalid } from "#lib/errors.ts";
import { fieldWords } from "#lib/http/field-words.ts";
import { fieldErrors } from "#lib/http/parse.ts";
import { isListedHost } from "#lib/net/listed-host.ts";
import { type ConnectorType, slotSchemas } from "./slots.ts";
import type { JsonObject } from "./source.ts";

/** The settings of a type, or every field that is wrong. Extra keys are kept as they came. */
export function parseSlots(
  type: ConnectorType,
  slots: unknown,
): { slots: JsonObject } | { errors: FieldError[] } {
  const result = slotSchemas[type].safeParse(slots, { error: fieldWords });
  if (!result.success) return { errors: fieldErrors(result.error, "slots") };
  const parsed = result.data as JsonObject;
  const problem = plainHttpProblem(parsed.base_url);
  return problem ? { errors: [{ path: "slots.base_url", message: problem }] } : { slots: parsed };
}

/** Credentials go to an Atlassian site with each request: without TLS only to hosts that the deployment lists. */
function plainHttpProblem(baseUrl: unknown): string | undefined {
  if (typeof baseUrl !== "string") return undefined;
  const url = new URL(baseUrl);
  if (url.protocol === "https:" || isListedHost(url, env().ALLOW_PRIVATE_HOSTS)) return undefined;
  return "The address must begin with https://. Plain http is only for hosts in ALLOW_PRIVATE_HOSTS.";
}

/**
 * Checks what only the database knows: a web site's documents belong to a member of the workspace.
 * @throws AppError `invalid` naming the slot
 */
export async function assertSlotsRefer(trx: Db, type: ConnectorType, slots: JsonObject): Promise<void> {
  if (type !== "web_scraper") return;
  const email = String(slots.email);
  const member = await trx
    .selectFrom("users")
    .select("id")
    .where((eb) => eb(eb.fn<string>("lower", ["email"]), "=", email.toLowerCase()))
    .executeTakeFirst();
  if (member) return;
  throw invalid([
    {
      path: "slots.email",
      message: `${email} is not a member of this workspace. Choose a member, or invite them.`,
    },
  ]);
}
