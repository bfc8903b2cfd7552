/** Headers of what a source wrote: a browser neither guesses at it, nor runs it, nor lends it our origin. */
export const strangersHeaders = {
  "cache-control": "private, no-cache",
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
};
