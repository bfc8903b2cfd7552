/** As much of a browser as signing in needs: it keeps cookies, and shows redirects instead of following them. */
export class Browser {
  readonly #origin: string;
  readonly #address: string;
  readonly #cookies = new Map<string, string>();
  /** The `Set-Cookie` lines of the last answer. */
  setCookies: string[] = [];

  constructor(origin: string, address = "192.0.2.1") {
    this.#origin = origin;
    this.#address = address;
  }

  /** What a `Cookie` header would hold now. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  /** Takes over every cookie of another browser, as an attacker who can set cookies would have it. */
  plant(other: Browser): void {
    for (const [name, value] of other.#cookies) this.#cookies.set(name, value);
  }

  async fetch(path: string, form?: Record<string, string>) {
    const response = await fetch(new URL(path, this.#origin), {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: this.cookie, "user-agent": "Test/1", "x-tributary-address": this.#address },
      body: form ? new URLSearchParams(form) : null,
    });
    this.setCookies = response.headers.getSetCookie();
    for (const line of this.setCookies) this.#keep(line);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json");
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get("location"),
      body: isJson ? JSON.parse(text) : text,
    };
  }

  /** Posts to a door of next-auth with the token against forged forms, as our pages do. */
  async post(door: string, form: Record<string, string> = {}) {
    const { csrfToken } = (await this.fetch("/api/auth/csrf")).body;
    return this.fetch(`/api/auth/${door}`, { json: "true", ...form, csrfToken });
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split(/=(.*)/s);
    const isGone = value === "" || attributes.includes("Max-Age=0");
    if (isGone) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
