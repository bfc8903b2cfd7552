import { childNamed, elementsIn, rawTextOf, type StorageElement, type StorageNode } from "./parse.ts";

/** A macro as a page holds it. */
export type Macro = {
  name: string;
  /** The text of a parameter; the one without a name is "". */
  text: (parameter: string) => string | undefined;
  /** What a parameter holds: text, or a reference to a page, a file, a person. */
  parameter: (name: string) => StorageElement | undefined;
  richBody: StorageNode[] | undefined;
  plainBody: string | undefined;
};

/** Old pages have `ac:macro`, all others `ac:structured-macro`. */
export function isMacro({ name }: StorageElement): boolean {
  return name === "ac:structured-macro" || name === "ac:macro";
}

export function readMacro(element: StorageElement): Macro {
  const parameters = new Map<string, StorageElement>();
  for (const child of element.children) {
    if (typeof child === "string") continue;
    if (child.name === "ac:parameter") parameters.set(child.attributes["ac:name"] ?? "", child);
    if (child.name === "ac:default-parameter") parameters.set("", child);
  }
  const plain = childNamed(element, "ac:plain-text-body");
  return {
    name: element.attributes["ac:name"] ?? "",
    parameter: (name) => parameters.get(name),
    text: (name) => {
      const found = parameters.get(name);
      const text = found && rawTextOf(found.children).replace(/\s+/g, " ").trim();
      return text === "" ? undefined : text;
    },
    richBody: childNamed(element, "ac:rich-text-body")?.children,
    plainBody: plain && rawTextOf(plain.children),
  };
}

/** Every macro below, in document order. */
export function* macrosIn(nodes: readonly StorageNode[]): Generator<Macro> {
  for (const element of elementsIn(nodes)) if (isMacro(element)) yield readMacro(element);
}
