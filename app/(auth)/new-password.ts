import type { Check } from "#app/use-refusable-form.ts";

/**
 * What a form can tell of a new password by itself; the server knows the common ones.
 * @param words what to say of one that is too short, or too long
 */
export function newPassword(words: { tooShort: string; tooLong: string }): Check {
  return (password) => {
    const { length } = [...password];
    if (length < 8) return words.tooShort;
    return length > 128 ? words.tooLong : undefined;
  };
}
