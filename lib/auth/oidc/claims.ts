import { z } from "zod";
import { emailSchema } from "#lib/auth/email.ts";

/** What an issuer vouches for about somebody. */
export type Claims = {
  issuer: string;
  subject: string;
  /** Only one that the issuer has verified, in our spelling. */
  verifiedEmail: string | undefined;
  name: string;
};

const schema = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: z.unknown().optional(),
  // Some issuers write it as a string.
  email_verified: z
    .unknown()
    .optional()
    .transform((value) => value === true || value === "true"),
  name: z.unknown().optional(),
});

/** Reads the claims of a validated ID token, undefined when they name nobody. */
export function readClaims(raw: unknown): Claims | undefined {
  const { data } = schema.safeParse(raw);
  if (!data) return undefined;
  const email = emailSchema.safeParse(data.email).data;
  const verifiedEmail = data.email_verified ? email : undefined;
  return { issuer: data.iss, subject: data.sub, verifiedEmail, name: nameOf(data.name, email) };
}

function nameOf(name: unknown, email: string | undefined): string {
  const given = typeof name === "string" ? name.replaceAll("\u0000", "").toWellFormed().trim() : "";
  return [...(given || (email?.split("@")[0] ?? "Somebody"))].slice(0, 100).join("");
}
