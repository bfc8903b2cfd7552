import { randomUUID } from "node:crypto";
import type { VendorAnswer, VendorCall } from "#lib/sources/vendor/testing/vendor-server.ts";

/** A path of Graph below its version, decoded, and what it answers. */
export type Route = [RegExp, (found: string[], call: VendorCall) => VendorAnswer];

export function notFound(): VendorAnswer {
  return refusal(404, "itemNotFound", "The resource could not be found.");
}

export function refusal(status: number, code: string, message: string): VendorAnswer {
  const innerError = {
    date: "2026-11-25T02:00:00",
    "request-id": randomUUID(),
    "client-request-id": randomUUID(),
  };
  return { status, json: { error: { code, message, innerError } } };
}
