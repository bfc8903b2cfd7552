import { join } from "node:path";

export type BlobLayout = {
  blobs: string;
  temporaries: string;
  trashes: string;
  blob: (sha256: string) => string;
  temporary: (name: string) => string;
  trash: (sha256: string) => string;
};

/**
 * Where the local store keeps what. 256 folders by the first two digits: a million blobs are 4,000 files a folder,
 * and a second level would cost 65,536 folders (256 MB on ext4) and two more syncs for most early blobs.
 */
export function blobLayout(root: string): BlobLayout {
  const blobs = join(root, "sha256");
  const temporaries = join(root, "tmp");
  const trashes = join(root, "trash");
  return {
    blobs,
    temporaries,
    trashes,
    blob: (sha256) => join(blobs, digest(sha256).slice(0, 2), sha256),
    temporary: (name) => join(temporaries, name),
    trash: (sha256) => join(trashes, digest(sha256)),
  };
}

export function isDigest(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

/** Names become paths here and only here. */
function digest(sha256: string): string {
  if (!isDigest(sha256)) throw new TypeError("A blob's name is a SHA-256 in 64 lower-case hex digits.");
  return sha256;
}
