import { z } from "zod";

const message = "Give an instant such as 2026-11-24T12:00:00Z, or a date.";

/** A query parameter that is an instant or a date. In a query string, the plus of an offset may be a space. */
export const instantFilter = z
  .string()
  .trim()
  .max(40)
  .transform((text) => text.replace(/ (?=\d\d:\d\d$)/, "+"))
  .pipe(z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error: message }))
  .transform((text) => new Date(text));
