const nowhere = "http://own.invalid";

/**
 * A path of ours, for coming back to it after signing in; `/` for all that would lead elsewhere, in whatever disguise:
 * `//host`, `/\host`, `/.//host`, a scheme, tabs.
 */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return "/";
  const url = URL.parse(wanted, nowhere);
  if (url?.origin !== nowhere || url.pathname.startsWith("//")) return "/";
  return `${url.pathname}${url.search}${url.hash}`;
}
