const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
const httpDate = new RegExp(
  `^(?:\\w{3,9}, \\d{1,2}[ -](?:${months.replaceAll(" ", "|")})[ -]\\d{2,4} \\d{2}:\\d{2}:\\d{2} GMT|` +
    `\\w{3} (?:${months.replaceAll(" ", "|")}) [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4})$`,
);

/**
 * The instant a `Retry-After` header names: seconds from now or an HTTP date (RFC 9110 §10.2.3).
 * Not clamped: vendors have been seen to ask for five minutes and mean it.
 *
 * @returns undefined when the header is absent or says nothing usable
 */
export function parseRetryAfter(value: string | undefined, now: Date): Date | undefined {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return valid(new Date(now.getTime() + Number(text) * 1000));
  if (!httpDate.test(text)) return undefined;
  return valid(new Date(text.endsWith("GMT") ? text : `${text} GMT`));
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date;
}
