import { z } from "zod";

/** What a form can tell of a new password by itself; the server knows the common ones. */
export const newPassword = z
  .string()
  .refine((password) => [...password].length >= 8, "Use at least 8 characters.")
  .refine((password) => [...password].length <= 128, "Use at most 128 characters.");

export const newPasswordHint = "At least 8 characters. Long and easy to remember beats short and odd.";
