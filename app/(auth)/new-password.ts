import { z } from "zod/mini";

/**
 * What a form can tell of a new password by itself; the server knows the common ones.
 * @param words what to say of one that is too short, or too long
 */
export function newPassword(words: { tooShort: string; tooLong: string }) {
  return z.string().check(
    z.refine((password) => [...password].length >= 8, words.tooShort),
    z.refine((password) => [...password].length <= 128, words.tooLong),
  );
}
