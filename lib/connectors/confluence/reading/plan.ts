import type { ConfluenceSlots } from "../slots.ts";

/** One thing that the settings name, read after the other. */
export type Step =
  | { kind: "everything" }
  | { kind: "space"; key: string }
  /** Pages alone, by their links. */
  | { kind: "pages"; links: string[] }
  | { kind: "below"; slot: "pages_w_child" | "folders"; link: string }
  | { kind: "query"; cql: string };

const linksAtOnce = 100;

/** What the settings come to. With everything, nothing else needs to be asked for. */
export function planOf(slots: ConfluenceSlots): Step[] {
  if (slots.upload_all_data) return [{ kind: "everything" }];
  const { spaces, pages, pages_w_child, folders, cql_query: cql } = slots;
  const links = [...new Set(pages)];
  return [
    ...[...new Set(spaces)].map((key): Step => ({ kind: "space", key })),
    ...[...new Set(pages_w_child)].map((link): Step => ({ kind: "below", slot: "pages_w_child", link })),
    ...[...new Set(folders)].map((link): Step => ({ kind: "below", slot: "folders", link })),
    ...Array.from({ length: Math.ceil(links.length / linksAtOnce) }, (_, at): Step => {
      return { kind: "pages", links: links.slice(at * linksAtOnce, (at + 1) * linksAtOnce) };
    }),
    ...(cql ? [{ kind: "query", cql } as const] : []),
  ];
}
