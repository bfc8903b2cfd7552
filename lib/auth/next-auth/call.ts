import NextAuth, { type AuthOptions } from "next-auth";

// next-auth then takes its origin from the request's headers, which we write ourselves from PUBLIC_URL.
process.env.AUTH_TRUST_HOST = "true";
delete process.env.NEXTAUTH_URL;

export type AuthCall = {
  method: string;
  /** Below `/api/auth`. */
  path: string[];
  origin: string;
  query: Record<string, string>;
  body: Record<string, string>;
  cookies: Record<string, string>;
};

export type AuthAnswer = { status: number; location: string | undefined; headers: Headers; body: unknown };

/** Calls next-auth as its pages router would, without Next: it asks no more of request and response than this. */
export async function callNextAuth(call: AuthCall, options: AuthOptions): Promise<AuthAnswer> {
  const { protocol, host } = new URL(call.origin);
  const request = {
    method: call.method,
    query: { ...call.query, nextauth: call.path },
    body: call.body,
    cookies: call.cookies,
    headers: { host, "x-forwarded-proto": protocol.slice(0, -1) },
  };
  const answer = new Recorder();
  await NextAuth(request as never, answer as never, options);
  return answer.read();
}

class Recorder {
  #status = 200;
  #body: unknown;
  readonly #headers = new Map<string, string | string[]>();

  status(status: number): this {
    this.#status = status;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return this.#headers.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  send(body?: unknown): void {
    this.#body = body;
  }

  end(): void {}

  read(): AuthAnswer {
    const headers = new Headers();
    for (const [name, value] of this.#headers) {
      if (name !== "location") for (const each of [value].flat()) headers.append(name, each);
    }
    const location = [this.getHeader("location")].flat()[0];
    return { status: this.#status, location, headers, body: this.#body };
  }
}
