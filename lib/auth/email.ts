import { z } from "zod";

/** An address in its one spelling. Unicode is folded before anything is checked: lookalikes don't pass as others. */
export function normaliseEmail(email: string): string {
  return email.normalize("NFKC").trim().toLowerCase();
}

export const emailSchema = z
  .string()
  .transform(normaliseEmail)
  .pipe(z.email("Give an e-mail address, such as ada@example.com.").max(254, "Use at most 254 characters."))
  .meta({ description: "E-mail address", examples: ["ada@example.com"] });
