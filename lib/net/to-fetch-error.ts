import { FetchError, type FetchErrorKind } from "./fetch-error.ts";

/** Codes of Node, undici, TLS and zlib: [pattern, kind, what to say]. The first that fits counts. */
const meanings: readonly (readonly [RegExp, FetchErrorKind, string])[] = [
  [/^(ENOTFOUND|EAI_NODATA|EAI_NONAME)$/, "dns", "The host name doesn't exist."],
  [/^(EAI_|ESERVFAIL|ETIMEOUT|ECANCELLED|EREFUSED)/, "dns", "The host name could not be looked up just now."],
  [/^ECONNREFUSED$/, "connect", "The server refused the connection."],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, "connect", "The server can't be reached from here."],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, "timeout", "The server didn't take the connection in time."],
  [/^UND_ERR_HEADERS_TIMEOUT$/, "timeout", "The server took the connection but didn't answer in time."],
  [/^UND_ERR_BODY_TIMEOUT$/, "timeout", "The server stopped in the middle of its answer."],
  [
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/,
    "tls",
    "The server's certificate isn't valid",
  ],
  [/^(ERR_SSL|ERR_TLS|EPROTO)/, "tls", "No secure connection could be made"],
  [/^(Z_|ERR__ERROR_|ERR_BROTLI|BROTLI)/, "encoding", "The answer's compression is broken."],
  [/^UND_ERR_HEADERS_OVERFLOW$/, "too_large", "The answer's headers are too large."],
  [/^HPE_/, "network", "The server's answer isn't HTTP."],
  [
    /^UND_ERR_(SOCKET|RES_CONTENT_LENGTH_MISMATCH)|^(ECONNRESET|EPIPE)$/,
    "network",
    "The connection broke off.",
  ],
];

/** Turns what Node and undici throw into a FetchError with a plain message; the original stays as its cause. */
export function toFetchError(error: unknown): FetchError {
  if (error instanceof FetchError) return error;
  for (const known of causes(error)) {
    if (known instanceof FetchError) return known;
    const code = "code" in known && typeof known.code === "string" ? known.code : "";
    const meaning = meanings.find(([pattern]) => code !== "" && pattern.test(code));
    if (!meaning) continue;
    const [, kind, text] = meaning;
    return new FetchError(kind, text.endsWith(".") ? text : `${text} (${code}).`, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new FetchError("network", `The request failed: ${message.slice(0, 200)}`, { cause: error });
}

/** An error, those it gathers (happy eyeballs tries several addresses) and what caused it, outermost first. */
function* causes(error: unknown): Generator<Error> {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    yield current;
    if (current instanceof AggregateError) yield* current.errors.filter((inner) => inner instanceof Error);
    current = current.cause;
  }
}
