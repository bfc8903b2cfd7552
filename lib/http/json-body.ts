import { AppError, type FieldError, invalid } from "#lib/errors.ts";

export const maxBodyBytes = 1024 * 1024;
const maxDepth = 32;
const refusedKeys = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads a JSON body: at most 1 MiB, 32 levels deep, UTF-8, without what PostgreSQL or JavaScript would bend (NUL,
 * lone surrogates, prototype keys, numbers that lose digits).
 * @throws AppError `unsupported_media_type`, `too_large`, or `invalid` naming each wrong place
 */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError(
      "unsupported_media_type",
      "Send the body as JSON, with Content-Type: application/json.",
    );
  }
  const text = decode(await readBytes(request));
  assertShallow(text);
  const value = parse(text);
  const errors: FieldError[] = [];
  if (mayHoldTraps(text)) collectTraps(value, "", errors);
  if (errors.length > 0) throw invalid(errors, "The body holds values that can't be stored.");
  return value;
}

/** The body, at most 1 MiB. @throws AppError `too_large`, or `invalid` when it was cut short */
export async function readBytes(request: Request): Promise<Uint8Array> {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (length > maxBodyBytes) throw tooLarge();
  try {
    // The server passes no more than the length that was declared; a stream costs more than it saves then.
    return length >= 0 ? new Uint8Array(await request.arrayBuffer()) : await readStream(request);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError("invalid", "The body ended before it was complete. Send it again.", { cause });
  }
}

async function readStream(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): AppError {
  return new AppError("too_large", "The body is over 1 MiB. Send less at once.");
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("invalid", "The body isn't valid UTF-8.", { cause });
  }
}

/** Counts brackets before parsing: a deep value costs the parser far more than it costs the sender. */
function assertShallow(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > maxDepth)
        throw new AppError("invalid", `The body is nested deeper than ${maxDepth} levels.`);
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const where = cause instanceof Error ? cause.message : "";
    throw new AppError("invalid", `The body isn't valid JSON: ${where}`, { cause });
  }
}

/** Most bodies hold no escape, no long number and no special key; then the walk is saved. */
function mayHoldTraps(text: string): boolean {
  return /\\u|\d{16}|\d[eE]|__proto__|constructor|prototype/.test(text);
}

function collectTraps(value: unknown, path: string, errors: FieldError[]): void {
  if (typeof value === "string") checkText(value, path, errors);
  else if (typeof value === "number") checkNumber(value, path, errors);
  else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) collectTraps(entry, join(path, index), errors);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (refusedKeys.has(key))
        errors.push({ path: join(path, key), message: `The key “${key}” isn't allowed.` });
      else checkText(key, path, errors);
      collectTraps(entry, join(path, key), errors);
    }
  }
}

function checkText(text: string, path: string, errors: FieldError[]): void {
  if (text.includes("\u0000")) errors.push({ path, message: "Remove the NUL character (\\u0000)." });
  if (!text.isWellFormed())
    errors.push({ path, message: "Holds half of a surrogate pair; send whole characters." });
}

function checkNumber(value: number, path: string, errors: FieldError[]): void {
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return;
  errors.push({ path, message: "The number has more digits than can be kept; send it as a string." });
}

function join(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}
