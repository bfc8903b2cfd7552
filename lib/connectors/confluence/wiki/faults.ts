import { FetchError } from "#lib/net/fetch-error.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { Body } from "./wiki.ts";

/** Undefined for what isn't there, or isn't shown to this account. */
export async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof VendorError && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}

/** Whether a request for many may have failed for one of them, or for their size: then each is asked for alone. */
export function isOnesFault(error: unknown): boolean {
  if (error instanceof VendorError) {
    return error.kind === "unavailable" || error.status === 404 || error.status === 400;
  }
  return error instanceof FetchError && error.kind === "too_large";
}

/** Some pages' storage format fails (CONFCLOUD-76433): then what is shown has to do. */
export async function storageOrView(read: (format: Body["format"]) => Promise<Body>): Promise<Body> {
  try {
    return await read("storage");
  } catch (error) {
    if (!(error instanceof VendorError) || error.status !== 500) throw error;
    return read("view");
  }
}

/** The error of something that is there, but not as it should be: as if it weren't. */
export function notCurrent(url: string, status: string | null | undefined): VendorError {
  const failure = { method: "GET", url, status: 404, headers: {}, body: null };
  return new VendorError(failure, { message: `It is ${status ?? "gone"} now.` });
}
