import { isUtf8 } from "node:buffer";

const prescanLength = 1024;
const byteOrderMarks: readonly (readonly [number[], string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xfe, 0xff], "utf-16be"],
  [[0xff, 0xfe], "utf-16le"],
];

/**
 * Decodes a page or text: by its byte order mark, its Content-Type, what the page says in its first kilobyte, or as UTF-8
 * when it is valid UTF-8, else as windows-1252, in this order (the HTML standard's, without guessing languages).
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const mark = byteOrderMarks.find(([prefix]) => prefix.every((byte, i) => bytes[i] === byte))?.[1];
  const decoder = mark
    ? new TextDecoder(mark)
    : (decoderFor(charsetOf(contentType)) ?? decoderFor(declared(bytes)));
  return (decoder ?? new TextDecoder(isUtf8(bytes) ? "utf-8" : "windows-1252")).decode(bytes);
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType ?? "")?.[1];
}

function declared(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, prescanLength));
  const label = /<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(start)?.[1] ?? xmlEncoding(start);
  // A page that can be read this far as ASCII isn't UTF-16, whatever it says.
  return label && /^utf-?16/i.test(label) ? "utf-8" : label;
}

function xmlEncoding(start: string): string | undefined {
  return /^<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)["']/i.exec(start)?.[1];
}

function decoderFor(label: string | undefined): TextDecoder | undefined {
  try {
    return label === undefined ? undefined : new TextDecoder(label);
  } catch {
    return undefined;
  }
}
