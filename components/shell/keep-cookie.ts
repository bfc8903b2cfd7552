/** Keeps a setting in this browser for a year. */
export function keepCookie(name: "theme" | "locale" | "time_zone", value: string): void {
  const safely = location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't there on plain http
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${safely}`;
}
