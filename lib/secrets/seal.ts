import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { JsonObject } from "#lib/connectors/source.ts";
import { type KeyRing, keyRing } from "./key-ring.ts";

/** Whose secrets they are. It is authenticated with them: sealed bytes moved to another row don't open. */
export type SecretOwner =
  | { workspaceId: string; connectorId: string }
  | { workspaceId: string; destinationId: string }
  | { userId: string };

const ivBytes = 12;
const tagBytes = 16;

/**
 * Seals credentials with AES-256-GCM (NIST SP 800-38D) under the newest key.
 * @returns key id length, key id, nonce, tag, ciphertext
 */
export function sealCredentials(
  credentials: JsonObject,
  owner: SecretOwner,
  ring: KeyRing = keyRing(),
): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", ring.newest.key, iv);
  cipher.setAAD(associatedData(owner));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(credentials), "utf8"), cipher.final()]);
  const keyId = Buffer.from(ring.newest.id);
  return Buffer.concat([Buffer.from([keyId.length]), keyId, iv, cipher.getAuthTag(), sealed]);
}

/** No key of this process opens it. The message says what to do about SECRETS_KEYS. */
export class SealedAway extends Error {
  override readonly name = "SealedAway";
}

/**
 * Opens what `sealCredentials` made.
 * @throws SealedAway naming the key that is missing or wrong
 */
export function openCredentials(sealed: Buffer, owner: SecretOwner, ring: KeyRing = keyRing()): JsonObject {
  const idEnd = 1 + (sealed[0] ?? 0);
  const keyId = sealed.subarray(1, idEnd).toString();
  const key = ring.byId.get(keyId);
  if (!key) {
    throw new SealedAway(
      `The key “${keyId}” that sealed these credentials isn't in SECRETS_KEYS. List it there, or replace the credentials.`,
    );
  }
  const iv = sealed.subarray(idEnd, idEnd + ivBytes);
  const tag = sealed.subarray(idEnd + ivBytes, idEnd + ivBytes + tagBytes);
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAAD(associatedData(owner));
  decipher.setAuthTag(tag);
  try {
    const text = Buffer.concat([
      decipher.update(sealed.subarray(idEnd + ivBytes + tagBytes)),
      decipher.final(),
    ]);
    return JSON.parse(text.toString("utf8")) as JsonObject;
  } catch (cause) {
    throw new SealedAway(
      `The key “${keyId}” in SECRETS_KEYS doesn't open these credentials: it isn't the one that sealed them, or they were another connector's. List the right one, or replace the credentials.`,
      { cause },
    );
  }
}

function associatedData(owner: SecretOwner): Buffer {
  if ("userId" in owner) return Buffer.from(`user/${owner.userId}`);
  if ("destinationId" in owner) return Buffer.from(`${owner.workspaceId}/destination/${owner.destinationId}`);
  return Buffer.from(`${owner.workspaceId}/${owner.connectorId}`);
}
