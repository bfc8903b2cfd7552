import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { FetchError } from "./fetch-error.ts";

/** What `Accept-Encoding` offers; deflate is understood too, but means two things and isn't asked for. */
export const acceptEncoding = "gzip, br";

const decoders: Record<string, (() => NodeJS.ReadWriteStream) | undefined> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * Undoes `Content-Encoding` as a stream. Sizes are for the reader to count: what comes out may be a thousand times
 * what went in.
 * @throws FetchError `encoding` for a coding it doesn't know, or more than two of them
 */
export function decodeBody(body: Readable, contentEncoding: string | undefined): Readable {
  const codings = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length > 2) throw new FetchError("encoding", "The answer is encoded more than twice.");
  return codings.reverse().reduce<Readable>((stream, coding) => decodeOne(stream, coding), body);
}

function decodeOne(stream: Readable, coding: string): Readable {
  const create = decoders[coding];
  if (!create)
    throw new FetchError(
      "encoding",
      `The answer is encoded as “${coding.slice(0, 40)}”, which can't be read.`,
    );
  const decoder = create() as ReturnType<typeof createGunzip>;
  // Errors and an early end travel both ways, so that neither side waits for the other.
  stream.on("error", (error) => decoder.destroy(error));
  decoder.on("close", () => stream.destroy());
  return stream.pipe(decoder);
}
