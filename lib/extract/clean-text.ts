// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed; tab and line feed stay
const controls = /[\u0000-\u0008\u000b-\u001f\u007f\ufeff\ufffe\uffff]/g;
const loneSurrogates = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Removes what PostgreSQL refuses or nobody can read (NUL, controls, half surrogate pairs); one kind of line end. */
export function cleanText(text: string): string {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  const readable = lines.replace(controls, "");
  return readable.isWellFormed() ? readable : readable.replace(loneSurrogates, "");
}
