import { inChunks } from "../wiki/in-chunks.ts";
import type { Body, Content, Wiki } from "../wiki/wiki.ts";

const bodiesAtOnce = 25;

/** Bodies of the pages that will be read, asked for together when the first of them is wanted. */
export type Bodies = {
  /** @throws VendorError 404 when it is gone */
  of: (content: Content) => Promise<Body>;
};

/** @param wanted in the order of reading; others are read one by one */
export function createBodies(wiki: Wiki, wanted: readonly Content[]): Bodies {
  const chunkOf = new Map<string, { contents: Content[]; bodies?: Promise<Map<string, Body>> }>();
  for (const contents of inChunks(wanted, bodiesAtOnce)) {
    const chunk = { contents };
    for (const { id } of contents) chunkOf.set(id, chunk);
  }
  return {
    of: async (content) => {
      const chunk = chunkOf.get(content.id);
      // Each is asked for once: what was handed out is forgotten.
      chunkOf.delete(content.id);
      if (!chunk || chunk.contents.length < 2) return wiki.body(content);
      chunk.bodies ??= wiki.bodies(chunk.contents);
      return (await chunk.bodies).get(content.id) ?? wiki.body(content);
    },
  };
}
