import { randomBytes } from "node:crypto";
import { sealCredentials } from "#lib/secrets/seal.ts";

/** A new secret that signs a webhook's messages, and what is kept of it. 24 to 64 bytes, as Standard Webhooks has it. */
export function newSigningSecret(owner: { workspaceId: string; destinationId: string }) {
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  return { secret, sealed: sealCredentials({ secret }, owner) };
}
