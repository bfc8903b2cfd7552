const maxCharacters = 255;

/**
 * A file's name as data: shown and searched, never a path.
 * @returns the name in NFC, or why it can't be kept
 */
export function parseFileName(name: string | undefined): { name: string } | { message: string } {
  const parsed = (name ?? "").normalize("NFC").trim();
  if (parsed === "") return { message: "Give the file a name (filename=… in its part)." };
  if ([...parsed].length > maxCharacters)
    return { message: `Its name is longer than ${maxCharacters} characters.` };
  if (!parsed.isWellFormed() || /\p{Cc}/u.test(parsed)) {
    return { message: "Its name holds control characters or half of a surrogate pair." };
  }
  return { name: parsed };
}

/** A declared type worth keeping; it is shown, and decides nothing but a text's charset. */
export function parseMime(mime: string | undefined): string {
  const declared = (mime ?? "").trim().toLowerCase();
  return /^[\w.+-]{1,60}\/[\w.+-]{1,100}(;\s*charset=[\w-]{1,40})?$/.test(declared)
    ? declared
    : "application/octet-stream";
}
