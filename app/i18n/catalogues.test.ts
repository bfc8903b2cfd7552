import { join, sep } from "node:path";
import type { Node } from "typescript/unstable/ast";
import {
  isJsxAttribute,
  isJsxText,
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
  isTemplateExpression,
} from "typescript/unstable/ast/is";
import { API } from "typescript/unstable/sync";
import { expect, it } from "vitest";
import en from "../../messages/en/index.ts";
import pt from "../../messages/pt-BR/index.ts";

const root = join(import.meta.dirname, "..", "..");

/** Where people read what the source says. The documentation is English, as its files in docs/ are. */
const folders = ["app/", "components/"];
const exempt = ["app/docs/", "app/v1/", "components/docs/", "app/html-document.tsx", "app/account/device.ts"];

/** Words that are the same in every language. */
const names = [
  "Tributary",
  "OAuthSignin",
  "English",
  "Português",
  "UTC",
  "GET",
  "POST",
  "PATCH",
  "PUT",
  "DELETE",
  "trb_…",
  "GMT",
  "NFD",
  "Enter",
  "ArrowDown",
];

/** As browsers call them. */
const keys = ["Escape", "Esc", "Enter", "Backspace"];

it("what people read is in the catalogues", () => {
  const api = new API({ cwd: root });
  try {
    const [project] = api.updateSnapshot({ openProjects: [join(root, "tsconfig.json")] }).getProjects();
    const files = (project?.program.getSourceFileNames() ?? []).filter(isOurs);
    expect(files.length).toBeGreaterThan(30);
    const found = files.flatMap((file) => {
      const source = project?.program.getSourceFile(file);
      return source ? wordsIn(source).map((words) => `${file.slice(root.length + 1)}: ${words}`) : [];
    });
    expect(found).toEqual([]);
  } finally {
    api.close();
  }
});

function isOurs(file: string): boolean {
  const path = file.slice(root.length + 1).replaceAll(sep, "/");
  const isIn = (folder: string) => path.startsWith(folder);
  return folders.some(isIn) && !exempt.some(isIn) && !/\.test\.tsx?$/.test(path);
}

/** Texts between tags, attributes that are shown or read out, and any other text that looks like a sentence. */
function wordsIn(node: Node): string[] {
  const found: string[] = [];
  const look = (child: Node) => {
    if (isJsxAttribute(child) && child.name.getText() === "className") return;
    const text = textOf(child);
    if (text !== undefined && isShown(child, text)) found.push(text.trim());
    child.forEachChild(look);
  };
  look(node);
  return found;
}

function textOf(node: Node): string | undefined {
  if (isJsxText(node) || isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text;
  return isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" ")
    : undefined;
}

const shownAttributes = /^(aria-label|aria-description|alt|title|placeholder|label|hint|words|error)$/;

function isShown(node: Node, text: string): boolean {
  if (!/\p{L}{2}/u.test(text.replace(/&\w+;/g, "")) || names.includes(text.trim())) return false;
  if (keys.includes(text)) return false;
  if (isJsxText(node)) return true;
  if (isJsxAttribute(node.parent) && shownAttributes.test(node.parent.name.getText())) return true;
  return /^\s*\p{Lu}[\p{L}’']*(\s|[.!?:…]|$)/u.test(text);
}

it("both languages have the same words, with the same places for names and numbers", () => {
  expect(shapeOf(pt)).toEqual(shapeOf(en));
});

/** Each message's path with the arguments and tags that it uses. */
function shapeOf(catalogue: object, path = ""): Record<string, string[]> {
  const parts = Object.entries(catalogue).map(([key, value]) =>
    typeof value === "string"
      ? {
          [path + key]: [...value.matchAll(/\{(\w+)[,}]|<(\w+)>/g)]
            .map(([, name, tag]) => name ?? tag)
            .toSorted(),
        }
      : shapeOf(value, `${path}${key}.`),
  );
  return Object.assign({}, ...parts);
}
