import { on } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";
import { AppError, invalid } from "#lib/errors.ts";

export type IncomingFile = {
  /** As the caller sent it, folders included. */
  name: string | undefined;
  mime: string | undefined;
  /** To be read before the next file; what isn't read is dropped. */
  bytes: AsyncIterable<Uint8Array>;
};

const maxFiles = 1000;
const boundaryProblem = "The multipart body is broken or ended early; nothing was stored. Send it again.";

/**
 * Reads the files of a `multipart/form-data` body one after the other, as streams: memory stays bounded, and the
 * sender waits for whoever reads.
 * @throws AppError `unsupported_media_type`, or `invalid` when the body is broken or holds anything but files
 */
export async function* readMultipart(
  request: Request,
  { maxBytes }: { maxBytes: number },
): AsyncGenerator<IncomingFile> {
  const parser = openParser(request, maxBytes);
  if (!request.body) throw invalid([{ path: "", message: "The body is empty." }], boundaryProblem);
  const problems: AppError[] = [];
  parser.on("field", (name) => {
    problems.push(
      invalid([{ path: name, message: "Only files are taken: send this part with a filename." }]),
    );
  });
  parser.on("filesLimit", () => {
    problems.push(
      new AppError("too_large", `At most ${maxFiles} files at once. Send the others in another request.`),
    );
  });
  // A file of a body cut short fails whether or not somebody reads it yet: unheard, that would end the process.
  parser.on("file", (_name, stream) => stream.on("error", () => {}));
  const files = on(parser, "file", { close: ["close"] });
  // Its failure destroys the parser, which ends `files` with the same error.
  const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  const flow = pipeline(body, parser).catch(() => {});
  try {
    for await (const [, stream, info] of files as AsyncIterable<[string, Readable, busboy.FileInfo]>) {
      yield { name: info.filename, mime: info.mimeType, bytes: chunksOf(stream) };
      stream.resume();
    }
  } catch (cause) {
    throw cause instanceof AppError ? cause : new AppError("invalid", boundaryProblem, { cause });
  } finally {
    body.destroy();
    await flow;
  }
  if (problems[0]) throw problems[0];
}

function openParser(request: Request, maxBytes: number): busboy.Busboy {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new AppError("unsupported_media_type", "Send the files as multipart/form-data.");
  }
  try {
    return busboy({
      headers: { "content-type": contentType },
      preservePath: true,
      defParamCharset: "utf8",
      // One byte more than is taken, so that a file too large is seen to be.
      limits: { files: maxFiles, fileSize: maxBytes + 1, fields: 10, fieldSize: 1024, headerPairs: 50 },
    });
  } catch (cause) {
    throw new AppError("invalid", "The Content-Type names no valid multipart boundary.", { cause });
  }
}

async function* chunksOf(stream: Readable): AsyncGenerator<Uint8Array> {
  try {
    // Destroying the parser's stream would stop it for good; a reader who leaves early lets the rest flow by.
    yield* stream.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw new AppError("invalid", boundaryProblem, { cause });
  }
}
