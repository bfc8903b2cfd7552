import { AppError, invalid } from "#lib/errors.ts";

/** A body that is a file itself. @throws AppError `unsupported_media_type` for a form, `invalid` without a body */
export function readRawBody(request: Request): {
  mime: string | undefined;
  bytes: AsyncIterable<Uint8Array>;
} {
  const mime = request.headers.get("content-type") ?? undefined;
  if (mime && /^(multipart\/|application\/x-www-form-urlencoded)/i.test(mime)) {
    throw new AppError("unsupported_media_type", "Send the file itself as the body, not a form.");
  }
  if (!request.body) throw invalid([{ path: "", message: "The body is empty: send the file's bytes." }]);
  return { mime, bytes: request.body };
}
