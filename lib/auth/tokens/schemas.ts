import { z } from "zod";
import { permissionNames, roles } from "#lib/auth/permissions.ts";
import { pageQuery } from "#lib/http/cursor.ts";

const instant = z.iso.datetime();

export const tokenRoleSchema = z.enum(roles, { error: `Must be one of ${roles.join(", ")}.` });

const scopesSchema = z
  .array(z.enum(permissionNames, { error: `Must be one of ${permissionNames.join(", ")}.` }))
  .min(1, "Name at least one scope, or leave scopes out for all that the role may.")
  .max(permissionNames.length, "Name each scope once.");

const expirySchema = z.iso
  .datetime({
    offset: true,
    error: "Give an instant with its offset, such as 2027-01-31T00:00:00Z, or null for none.",
  })
  .transform((text) => new Date(text));

export const createTokenSchema = z.strictObject({
  name: z
    .string("Give the token a name.")
    .trim()
    .min(1, "Give the token a name.")
    .max(100, "A name has at most 100 characters.")
    .meta({ description: "What it is for", examples: ["nightly import"] }),
  role: tokenRoleSchema.meta({ description: "What it may do; at most what its maker may" }),
  scopes: scopesSchema
    .nullish()
    .transform((scopes) => (scopes ? [...new Set(scopes)] : null))
    .meta({ description: "What it is kept to, of what its role may; all of it when absent or null" }),
  expires_at: expirySchema
    .nullish()
    .transform((instant) => instant ?? null)
    .meta({ description: "RFC 3339, in the future; never when absent or null" }),
});

export type NewToken = z.output<typeof createTokenSchema>;

export const tokenSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  scopes: z
    .array(z.string())
    .nullable()
    .meta({ description: "What it is kept to; null for all of its role" }),
  hint: z.string().meta({ description: "The token's last four characters" }),
  created_by: z.uuid().nullable(),
  created_at: instant,
  expires_at: instant.nullable(),
  last_used_at: instant.nullable().meta({ description: "To the minute" }),
  revoked_at: instant.nullable(),
});

export type PresentedToken = z.output<typeof tokenSchema>;

export const createdTokenSchema = tokenSchema.extend({
  token: z.string().meta({ description: "The token itself: shown here, once, and kept by nobody" }),
});

export type CreatedToken = z.output<typeof createdTokenSchema>;

export const tokensParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });
export const tokenParams = tokensParams.extend({ token_id: z.uuid() });
export const listTokensQuery = z.object(pageQuery);
