import { z } from "zod";

/**
 * What a form can tell of a new password by itself; the server knows the common ones.
 * @param words what to say of one that is too short, or too long
 */
export function newPassword(words: { tooShort: string; tooLong: string }) {
  return z
    .string()
    .refine((password) => [...password].length >= 8, words.tooShort)
    .refine((password) => [...password].length <= 128, words.tooLong);
}
