/** Content-addressed bytes: `sha256` in hex is the name. */
export type BlobRef = { sha256: string; sizeBytes: number };

/** Where original bytes live. Writing the same bytes twice is harmless; a blob is never changed. */
export type BlobStore = {
  /**
   * Stores bytes durably (they survive a power cut once this returns).
   * @param bytes a whole buffer, or a stream whose memory stays bounded
   * @param options.maxBytes stops with a `too_large` AppError past this many bytes
   */
  put: (bytes: Uint8Array | AsyncIterable<Uint8Array>, options?: { maxBytes?: number }) => Promise<BlobRef>;
  /** Opens a blob for reading, whole or from one byte to another (both included). @throws when it doesn't exist */
  open: (sha256: string, range?: { start: number; end: number }) => Promise<ReadableStream<Uint8Array>>;
  /** The path of a local copy that a child process may read. */
  path: (sha256: string) => Promise<string>;
  delete: (sha256: string) => Promise<void>;
};
