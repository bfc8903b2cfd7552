export type FetchErrorKind =
  /** The guard refused the address, port or form of the URL; nothing was sent. */
  | "blocked"
  /** The name doesn't resolve. */
  | "dns"
  /** No connection: refused, unreachable, reset, TLS. */
  | "connect"
  | "tls"
  | "timeout"
  | "too_large"
  | "redirects"
  /** The body isn't what its Content-Encoding says. */
  | "encoding"
  | "network";

/** Why an answer couldn't be had. The message is plain and may be shown. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  readonly kind: FetchErrorKind;

  constructor(kind: FetchErrorKind, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.kind = kind;
  }
}
