import { SaxesParser } from "saxes";
import { ExtractionError, type ExtractionLimits } from "./extraction.ts";

export type XmlAttributes = Record<string, string>;

/** Element names come without their prefix, attribute names as they are written. */
export type XmlHandlers = {
  open?: (name: string, attributes: XmlAttributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
  /** Stops early. */
  isDone?: () => boolean;
};

/**
 * Reads XML as a stream. A document type ends it: no entity but the five of XML is ever expanded, no file or
 * address is ever read.
 * @throws ExtractionError when it isn't well-formed, has a document type, or is nested too deep
 */
export async function readXml(
  chunks: AsyncIterable<Uint8Array>,
  limits: Pick<ExtractionLimits, "maxDepth">,
  handlers: XmlHandlers,
): Promise<void> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  let depth = 0;
  parser.on("error", (cause) => {
    throw new ExtractionError("failed", `The file is broken: ${cause.message}.`, { cause });
  });
  parser.on("doctype", () => {
    throw new ExtractionError("failed", "Its XML declares a document type, which office files never do.");
  });
  parser.on("opentag", (tag) => {
    depth += 1;
    if (depth > limits.maxDepth) {
      throw new ExtractionError("failed", `Its XML is nested deeper than ${limits.maxDepth} levels.`);
    }
    handlers.open?.(localName(tag.name), tag.attributes);
  });
  parser.on("closetag", (tag) => {
    depth -= 1;
    handlers.close?.(localName(tag.name));
  });
  parser.on("text", (text) => handlers.text?.(text));
  parser.on("cdata", (text) => handlers.text?.(text));

  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk));
    parser.write(decoder.decode(chunk, { stream: true }));
    if (handlers.isDone?.()) return;
  }
  parser.write(decoder?.decode() ?? "").close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function encodingOf(start: Uint8Array): string {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  return "utf-8";
}
