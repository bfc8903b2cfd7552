const named = /^[A-Za-z][A-Za-z0-9._+-]*(\/[A-Za-z0-9._+-]+)*$/;
const judged = new Map<string, boolean>();

/**
 * Whether this runtime knows the IANA time zone `name` (`America/Sao_Paulo`, `Etc/UTC`, `Asia/Kolkata`).
 * Bare offsets such as `+05:30` are not zones. The spelling is never rewritten: what was typed is what is kept.
 */
export function isTimeZone(name: string): boolean {
  if (name.length > 64 || !named.test(name)) return false;
  const known = judged.get(name);
  if (known !== undefined) return known;
  const answer = canFormatIn(name);
  // Only real zones are remembered, so callers can't grow the memory with made-up names.
  if (answer && judged.size < 2000) judged.set(name, answer);
  return answer;
}

function canFormatIn(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
