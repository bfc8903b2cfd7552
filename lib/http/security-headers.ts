/** Where scripts/web.ts leaves a page's nonce; it overwrites what a client claims under this name. */
export const nonceHeader = "x-tributary-nonce";

/** Sent with everything: nobody guesses at types, frames us, learns our addresses, or borrows a device. */
const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

const yearS = 365 * 24 * 3600;

/**
 * The headers that keep a page, or an answer of the API, from being misused in a browser (SECURITY §3). Only scripts
 * with this answer's nonce run, and what they load; Next puts it on its own when the request carries the same policy.
 * @param options.nonce of this answer; for pages only
 * @param options.isHttps whether people reach us by https: then never by http again
 */
export function securityHeaders(options: { nonce?: string; isHttps: boolean }): Record<string, string> {
  const { nonce, isHttps } = options;
  return {
    ...everywhere,
    "content-security-policy": nonce === undefined ? apiPolicy : pagePolicy(nonce),
    ...(isHttps ? { "strict-transport-security": `max-age=${yearS}; includeSubDomains` } : {}),
  };
}

const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    // A style attribute can't run anything; the charts' sizes are such.
    `style-src-elem 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Whether a path is a page's: neither a door's nor a file's. */
export function isPagePath(path: string): boolean {
  return !/^\/(v1|api|_next|healthz|readyz|metrics)([/?]|$)/.test(path);
}
