import { pick } from "./rounds.ts";

/** What programs and attackers send where something else belongs. None of it names a host beyond this machine. */
const hostile: readonly unknown[] = [
  null,
  true,
  "",
  " ",
  "a".repeat(300),
  "é".repeat(5000),
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\u202egnp.exe",
  "';drop table documents;--",
  "<script>alert(1)</script>",
  "{{7*7}}",
  "../../etc/passwd",
  "%00%2e%2e",
  "=cmd|' /C calc'!A0",
  "infinity",
  "NaN",
  "1e999",
  "0001-01-01",
  "2026-02-30T25:61:61Z",
  "+275760-09-13T00:00:00Z",
  "http://127.0.0.1:9/",
  "http://[::ffff:7f00:1]:9/",
  "javascript:alert(1)",
  "* * * * *",
  "0 0 31 2 *",
  "@@@@",
  "Etc/Nowhere",
  0,
  -1,
  0.1,
  -0,
  2 ** 31,
  2 ** 53 + 2,
  1e308,
  -1e308,
  [],
  [[]],
  [null],
  Array(2000).fill("x"),
  {},
  { $ne: null },
  { toString: 1, valueOf: null },
  { length: -1 },
  deep(40),
];

function deep(levels: number): unknown {
  return levels === 0 ? "bottom" : { a: [deep(levels - 1)] };
}

type Random = () => number;

/** The same value with something wrong in it, somewhere; now and then with nothing wrong. */
export function mutated(random: Random, value: unknown): unknown {
  const dice = random();
  if (dice < 0.08) return value;
  if (dice < 0.2 || value === null || typeof value !== "object") return pick(random, hostile);
  if (Array.isArray(value)) return mutatedList(random, value);
  return mutatedObject(random, value as Record<string, unknown>);
}

function mutatedList(random: Random, list: unknown[]): unknown[] {
  if (list.length === 0 || random() < 0.3) return [...list, pick(random, hostile)];
  const at = Math.floor(random() * list.length);
  return list.map((item, index) => (index === at ? mutated(random, item) : item));
}

function mutatedObject(random: Random, object: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(object);
  const dice = random();
  if (keys.length === 0 || dice < 0.15) return { ...object, [hostileKey(random)]: pick(random, hostile) };
  const key = pick(random, keys);
  if (dice < 0.3) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
  return { ...object, [key]: mutated(random, object[key]) };
}

function hostileKey(random: Random): string {
  return pick(random, ["extra", "", "__proto__", "constructor", "a.b", "$where", "\u0000", "x".repeat(3000)]);
}

/** JSON text, now and then broken, or with what JSON.stringify wouldn't write. */
export function written(random: Random, value: unknown): string {
  const text = JSON.stringify(value) ?? "undefined";
  const dice = random();
  if (dice < 0.03) return text.slice(0, Math.floor(text.length * random()));
  if (dice < 0.05) return `{"__proto__":{"role":"owner"},${text.slice(1)}`;
  if (dice < 0.06) return text.replace(/\d+/, "1e131071");
  if (dice < 0.07) return "[".repeat(100_000);
  if (dice < 0.08) return `\ufeff${text}`;
  return text;
}

export function hostileText(random: Random): string {
  const value = pick(random, hostile);
  return typeof value === "string" ? value : JSON.stringify(value);
}
