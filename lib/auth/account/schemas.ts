import { z } from "zod";
import { newPasswordSchema } from "#lib/auth/password.ts";
import { roles } from "#lib/auth/permissions.ts";
import { pageQuery } from "#lib/http/cursor.ts";
import { isTimeZone } from "#lib/schedules/zone.ts";

const instant = z.iso.datetime();

export const personNameSchema = z
  .string("Give your name.")
  .trim()
  .min(1, "Give your name.")
  .max(100, "A name has at most 100 characters.")
  .meta({ description: "As the others of a workspace see it", examples: ["Ada Lovelace"] });

export const timeZoneSchema = z
  .string("Give an IANA name such as America/Sao_Paulo or Etc/UTC.")
  .refine(isTimeZone, "Not a known time zone. Use an IANA name such as America/Sao_Paulo or Etc/UTC.")
  .meta({ description: "IANA name", examples: ["America/Sao_Paulo"] });

const localeSchema = z
  .string("Give a language tag such as en or pt-BR.")
  .max(35, "Give a language tag such as en or pt-BR.")
  .refine(isLanguageTag, "Not a language tag. Give one such as en or pt-BR.")
  .meta({ description: "BCP 47 language tag", examples: ["pt-BR"] });

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const patchMeSchema = z
  .strictObject({
    name: personNameSchema.optional(),
    locale: localeSchema.nullable().optional(),
    time_zone: timeZoneSchema.nullable().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "Say what to change: name, locale or time_zone.");

export type MePatch = z.output<typeof patchMeSchema>;

export const meSchema = z.object({
  type: z.enum(["user", "token"]).meta({ description: "Whether a session or a token asks" }),
  user: z
    .object({
      id: z.uuid(),
      email: z.string(),
      name: z.string(),
      locale: z.string().nullable(),
      time_zone: z.string().nullable(),
      has_password: z.boolean().meta({ description: "False when they sign in elsewhere only" }),
      second_factor: z
        .object({ since: instant, recovery_codes: z.int().meta({ description: "Left" }) })
        .nullable()
        .meta({ description: "What signing in with the password asks for as well" }),
    })
    .nullable()
    .meta({ description: "Who signed in, or who made the token" }),
  token: z
    .object({ id: z.uuid(), name: z.string(), role: z.enum(roles), expires_at: instant.nullable() })
    .nullable(),
  memberships: z
    .array(z.object({ workspace_id: z.uuid(), name: z.string(), role: z.enum(roles) }))
    .meta({ description: "In the order they were joined; a token knows its own workspace only" }),
});

export type PresentedMe = z.output<typeof meSchema>;

export const changePasswordSchema = z.strictObject({
  current_password: z.string("Give your current password.").max(1024, "This isn't your current password."),
  new_password: newPasswordSchema,
});

export type PasswordChange = z.output<typeof changePasswordSchema>;

export const sessionSchema = z.object({
  id: z.uuid(),
  current: z.boolean().meta({ description: "The one that asks" }),
  created_at: instant,
  last_seen_at: instant.meta({ description: "To the minute" }),
  expires_at: instant,
  ip: z.string().nullable(),
  user_agent: z.string().nullable(),
});

export type PresentedSession = z.output<typeof sessionSchema>;

export const listSessionsQuery = z.object(pageQuery);
export const sessionParams = z.object({ session_id: z.string().meta({ description: "One of yours" }) });
