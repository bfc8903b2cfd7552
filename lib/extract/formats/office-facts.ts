import type { ExtractionLimits } from "../extraction.ts";
import { readXml } from "../xml.ts";
import type { Zip } from "../zip.ts";
import type { Facts } from "./format.ts";

/** What an Office Open XML file says of itself, in `docProps/core.xml`. */
export async function coreFacts(zip: Zip, limits: ExtractionLimits): Promise<Facts> {
  const said = zip.has("docProps/core.xml") ? await leaves(zip, "docProps/core.xml", limits) : new Map();
  const hasMacros = zip.names().some((name) => name.endsWith("/vbaProject.bin"));
  return {
    title: said.get("title"),
    author: said.get("creator"),
    language: said.get("language"),
    createdAt: instant(said.get("created")),
    modifiedAt: instant(said.get("modified")),
    metadata: hasMacros ? { macros: true } : {},
  };
}

/** What an OpenDocument file says of itself, in `meta.xml`. */
export async function openDocumentFacts(zip: Zip, limits: ExtractionLimits): Promise<Facts> {
  const said = zip.has("meta.xml") ? await leaves(zip, "meta.xml", limits) : new Map();
  return {
    title: said.get("title"),
    author: said.get("initial-creator") ?? said.get("creator"),
    language: said.get("language"),
    createdAt: instant(said.get("creation-date")),
    modifiedAt: instant(said.get("date")),
    metadata: {},
  };
}

/** The text of each element, the first of its name. */
async function leaves(zip: Zip, part: string, limits: ExtractionLimits): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let text = "";
  await readXml(zip.read(part), limits, {
    open: () => {
      text = "";
    },
    text: (more) => {
      text += more;
    },
    close: (name) => {
      if (text.trim() !== "" && !found.has(name)) found.set(name, text.trim());
      text = "";
    },
  });
  return found;
}

/** Times without a zone are taken as UTC, so that every machine reads them alike. */
function instant(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
