import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";

/**
 * Refuses a cookie-authenticated write that another site's page could have sent. Next protects server actions,
 * not route handlers.
 * @throws AppError `forbidden`
 */
export function assertSameOrigin(request: Request): void {
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin") return;
  const origin = request.headers.get("origin");
  if (site === null && origin !== null && isOurs(origin, request)) return;
  throw new AppError("forbidden", "This write came from another site. Repeat it from Tributary's own pages.");
}

function isOurs(origin: string, request: Request): boolean {
  const { PUBLIC_URL } = env();
  if (PUBLIC_URL) return origin === PUBLIC_URL;
  const host = request.headers.get("host");
  return origin === `http://${host}` || origin === `https://${host}`;
}
