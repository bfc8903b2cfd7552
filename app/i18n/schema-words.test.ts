import { describe, expect, it } from "vitest";
import { translator } from "#components/connectors/fields/translate.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { metaOf } from "#lib/connectors/field-meta.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import { connectorIdSchema, connectorNameSchema, newConnectorIdSchema } from "#lib/connectors/names.ts";
import { connectorTypes, slotSchemas } from "#lib/connectors/slots.ts";
import { fieldWords } from "#lib/http/field-words.ts";
import { parseSchedule } from "#lib/schedules/parse.ts";
import en from "../../messages/en/schema-words.json" with { type: "json" };
import pt from "../../messages/pt-BR/schema-words.json" with { type: "json" };
import { schemaWords } from "./schema-words.ts";

const words = schemaWords("pt-BR");
const say = translator(words);

it("English needs no translation", () => {
  expect(schemaWords("en")).toEqual({});
});

it("both languages have the same keys, and the same places for values where Portuguese has any", () => {
  for (const part of ["fields", "problems"] as const) {
    expect(Object.keys(pt[part])).toEqual(Object.keys(en[part]));
    for (const [key, text] of Object.entries<string>(pt[part])) {
      const said = (en[part] as Record<string, string>)[key] ?? "";
      for (const [hole] of text.matchAll(/\{\w+\}/g)) expect(said, key).toContain(hole);
    }
  }
});

describe.each(connectorTypes.filter((type) => type !== "upload"))("%s", (type) => {
  it.each(
    [slotSchemas[type], ...Object.values(credentialMethods[type])].flatMap((schema) => {
      const { title, description, steps = [] } = metaOf(schema);
      const fields = fieldsOf(schema).flatMap((field) => [
        field.title,
        field.description,
        field.group,
        ...Object.values(field.options ?? {}).flatMap((option) => [option.title, option.description]),
      ]);
      return [title, description, ...steps, ...fields].filter((text) => text !== undefined);
    }),
  )("says in Portuguese: %s", (text) => {
    expect(Object.hasOwn(words, text)).toBe(true);
  });
});

/** What people get wrong, for each field of each type. */
const wrong: unknown[] = [
  undefined,
  "",
  "x",
  7,
  -1,
  1.5,
  [],
  [""],
  ["x"],
  "x".repeat(10_001),
  ["x".repeat(4097)],
  "ftp://a.example",
  "https://user:secret@a.example",
  [
    "https://user:secret@a.example",
    "http://a.example",
    "https://a.example",
    "https://a.sharepoint.com@b.example",
  ],
  [
    "https://a.sharepoint.com/_layouts/15/search.aspx?q=x",
    "https://a-my.sharepoint.com/my",
    "https://a.sharepoint.com/sites",
    "https://a.sharepoint.com/sites/b/Lists/c/AllItems.aspx",
    "https://a.sharepoint.com/contentstorage/b",
    "https://a-admin.sharepoint.com/",
    "https://a.sharepoint.com/sites/b/_layouts/15/people.aspx",
  ],
  "https://drive.google.com/drive/recent",
  "https://docs.google.com/document/d/e/2PACX-x/pub",
  "https://drive.google.com/drive/search?q=x",
  "https://a.example/folder",
  { "a b": "c", d: "" },
  { type: "service_account" },
];

function problems(schema: (typeof slotSchemas)[keyof typeof slotSchemas], given: unknown): string[] {
  const parsed = schema.safeParse(given, { error: fieldWords });
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

it("says every problem of every field in Portuguese", () => {
  const said = connectorTypes.flatMap((type) =>
    [slotSchemas[type], ...Object.values(credentialMethods[type])].flatMap((schema) =>
      wrong.flatMap((value) => {
        const given = Object.fromEntries(fieldsOf(schema).map(({ path }) => [path, value]));
        return problems(schema as typeof slotSchemas.jira, given);
      }),
    ),
  );
  const names = [connectorIdSchema, newConnectorIdSchema, connectorNameSchema].flatMap((schema) =>
    ["", "a b", "new", "x".repeat(201)].flatMap((value) => problems(schema as never, value)),
  );
  const all = [...new Set([...said, ...names])];
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter((message) => say(message) === message)).toEqual([]);
});

it.each([
  ["cron", ""],
  ["cron", "0 0 31 2 *"],
  ["cron", "61 * * * *"],
  ["cron", "* * * * MAN"],
  ["cron", "* * * * * *"],
  ["cron", "@often"],
  ["when", ""],
  ["when", "tomorrow"],
  ["when", "2020-01-01T00:00Z"],
  ["when", "2026-02-30T00:00Z"],
  ["daily", ""],
])("says in Portuguese what is wrong with the schedule %s %s", (scheduler_type, scheduler_value) => {
  const parsed = parseSchedule({
    scheduler_type,
    scheduler_value,
    timezone: "Mars/Olympus",
    now: new Date(),
  });
  const messages = parsed.ok ? [] : parsed.errors.map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(1);
  expect(messages.filter((message) => say(message) === message)).toEqual([]);
});
