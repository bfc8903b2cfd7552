import { SourceError, type SourceErrorKind } from "#lib/connectors/source.ts";

/** An answer that isn't what was asked for, as the vendor gave it. */
export type VendorFailure = {
  method: string;
  /** Without its query, which may hold secrets. */
  url: string;
  status: number;
  headers: Record<string, string | undefined>;
  /** Parsed when it is JSON, else the text; the first 64 kB. */
  body: unknown;
};

/** What a failure means: a sentence, and, where its status alone would mislead, how to go on. */
export type Explanation = { message: string; kind?: SourceErrorKind; reason?: string; retryAt?: Date };

/**
 * A vendor refused a request. Thrown out of `read` it ends the run by its kind; caught (404 of one item), its status
 * and the vendor's own reason tell what is the matter.
 */
export class VendorError extends SourceError {
  readonly status: number;
  /** The vendor's machine-readable reason, when `explain` found one. */
  readonly reason: string | undefined;
  readonly #failure: VendorFailure;

  constructor(failure: VendorFailure, { message, kind, reason, retryAt }: Explanation) {
    super(kind ?? kindOf(failure.status), message, { retryAt });
    this.status = failure.status;
    this.reason = reason;
    this.#failure = failure;
  }

  // Behind getters, so that nothing that prints an error prints what a vendor may have repeated in it.
  get body(): unknown {
    return this.#failure.body;
  }

  get headers(): VendorFailure["headers"] {
    return this.#failure.headers;
  }
}

function kindOf(status: number): SourceErrorKind {
  if (status === 401) return "credentials";
  return status >= 500 ? "unavailable" : "misconfigured";
}
