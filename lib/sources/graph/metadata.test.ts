import { expect, it } from "vitest";
import { z } from "zod";
import { metadataProblems } from "./testing/metadata.ts";
import { canvasSchema, driveItemSchema, driveSchema, filledPageSchema, siteSchema } from "./wire.ts";

/** What each schema reads, as an answer without values: its names are compared with Microsoft's metadata. */
function namesOf(schema: z.core.$ZodType): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return namesOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return [namesOf(schema.element)];
  if (!(schema instanceof z.ZodObject)) return null;
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, one]) => [name, namesOf(one as z.core.$ZodType)]),
  );
}

it.each([
  ["driveItem", driveItemSchema],
  ["drive", driveSchema],
  ["site", siteSchema],
  ["sitePage", filledPageSchema],
])("reads no property of a %s that Microsoft's metadata doesn't know", (type, schema) => {
  expect(metadataProblems(type, namesOf(schema))).toEqual(webPartNames(type));
});

/** A web part is one of two types, which tell themselves apart when they come: here both are in one. */
function webPartNames(type: string): string[] {
  if (type !== "sitePage") return [];
  const parts = ["canvasLayout.horizontalSections[0].columns[0]", "canvasLayout.verticalSection"];
  return parts.flatMap((part) =>
    ["innerHtml", "data"].map((name) => `sitePage.${part}.webparts[0].${name} is unknown`),
  );
}

it.each([
  ["textWebPart", { innerHtml: "<p>a</p>" }],
  [
    "standardWebPart",
    { data: { serverProcessedContent: { searchablePlainTexts: [{ key: "a", value: "b" }] } } },
  ],
])("reads of a %s what the metadata knows", (type, part) => {
  expect(metadataProblems(type, part)).toEqual([]);
  const columns = [{ webparts: [part] }];
  expect(
    canvasSchema.parse({ horizontalSections: [{ columns }] }).horizontalSections?.[0]?.columns,
  ).toMatchObject(columns);
});

it.each([
  ["driveItem", { nmae: "a" }, "driveItem.nmae is unknown"],
  ["driveItem", { size: "12" }, "driveItem.size is no Edm.Int64"],
  ["driveItem", { parentReference: { ids: "1" } }, "driveItem.parentReference.ids is unknown"],
  ["drive", { owner: [] }, "drive.owner is no identitySet"],
])("finds what is wrong in a %s", (type, value, problem) => {
  expect(metadataProblems(type, value)).toEqual([problem]);
});
