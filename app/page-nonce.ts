import { headers } from "next/headers";
import { nonceHeader } from "#lib/http/security-headers.ts";

/** What this answer's own scripts carry, so that they may run (lib/http/security-headers.ts). */
export async function pageNonce(): Promise<string | undefined> {
  return (await headers()).get(nonceHeader) ?? undefined;
}
