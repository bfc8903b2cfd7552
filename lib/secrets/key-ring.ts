import { env } from "#lib/env.ts";

export type KeyRing = { newest: { id: string; key: Buffer }; byId: Map<string, Buffer> };

/**
 * Reads `SECRETS_KEYS`: `id:base64 of 32 bytes`, newest first. Old ones stay listed until everything is sealed anew.
 * @throws Error that names the entry that is wrong, never its key
 */
export function readKeyRing(entries: string[]): KeyRing {
  const keys = entries.map((entry) => {
    const [id, encoded] = entry.split(":");
    const key = Buffer.from(encoded ?? "", "base64");
    if (!id || !/^[A-Za-z0-9_-]{1,32}$/.test(id) || key.length !== 32) {
      throw new Error(`SECRETS_KEYS: “${id ?? ""}” must be an id, a colon and 32 bytes in base64.`);
    }
    return { id, key };
  });
  const newest = keys[0];
  if (!newest) throw new Error("SECRETS_KEYS isn't set: credentials can't be kept. See docs/running.md.");
  return { newest, byId: new Map(keys.map(({ id, key }) => [id, key])) };
}

let current: KeyRing | undefined;

/** The key ring of this process, read once. */
export function keyRing(): KeyRing {
  current ??= readKeyRing(env().SECRETS_KEYS ?? []);
  return current;
}
