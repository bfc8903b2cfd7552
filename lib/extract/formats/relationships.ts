import { posix } from "node:path";
import type { ExtractionLimits } from "../extraction.ts";
import { readXml } from "../xml.ts";
import type { Zip } from "../zip.ts";

export type Relationship = { id: string; type: string; part: string };

/** The parts that a part of an Office Open XML file refers to (`_rels/…rels` beside it), as names in the file. */
export async function relationshipsOf(
  zip: Zip,
  part: string,
  limits: ExtractionLimits,
): Promise<Relationship[]> {
  const { dir, base } = posix.parse(part);
  const listing = posix.join(dir, "_rels", `${base}.rels`);
  const found: Relationship[] = [];
  if (!zip.has(listing)) return found;
  await readXml(zip.read(listing), limits, {
    open: (name, { Id: id, Type: type = "", Target: target, TargetMode: mode }) => {
      if (name !== "Relationship" || !id || !target || mode === "External") return;
      const resolved = target.startsWith("/") ? target.slice(1) : posix.join(dir, target);
      found.push({ id, type: posix.basename(type), part: resolved });
    },
  });
  return found;
}
