import { readFileSync } from "node:fs";
import { z } from "zod";

type Shape = string | [Shape] | { [name: string]: Shape };

const discovery = z
  .object({
    schemas: z.record(z.string(), z.record(z.string(), z.custom<Shape>())),
    parameters: z.record(z.string(), z.array(z.string())),
  })
  .parse(JSON.parse(readFileSync(new URL("./fixtures/discovery.json", import.meta.url), "utf8")));

/** Query parameters that each method of ours takes, beside those that all of Google's APIs take (`fields`, `alt`). */
export const parameters = discovery.parameters;

/** What an answer has that isn't in Google's discovery document of Drive v3, or of another type there. */
export function mistakesIn(schema: string, value: unknown): string[] {
  return mistakes(schema, value, schema);
}

function mistakes(shape: Shape, value: unknown, at: string): string[] {
  if (typeof shape === "string") {
    const properties = discovery.schemas[shape];
    return properties ? ofObject(properties, value, at) : ofType(shape, value, at);
  }
  if (!Array.isArray(shape)) return ofObject(shape, value, at);
  if (!Array.isArray(value)) return [`${at} isn't a list`];
  return value.flatMap((one, index) => mistakes(shape[0], one, `${at}[${index}]`));
}

function ofObject(properties: { [name: string]: Shape }, value: unknown, at: string): string[] {
  if (typeof value !== "object" || value === null) return [`${at} isn't an object`];
  return Object.entries(value).flatMap(([name, inner]) => {
    const shape = properties[name] ?? properties["*"];
    return shape === undefined ? [`${at}.${name} is unknown`] : mistakes(shape, inner, `${at}.${name}`);
  });
}

function ofType(type: string, value: unknown, at: string): string[] {
  const isRight: Record<string, (given: unknown) => boolean> = {
    string: (given) => typeof given === "string",
    boolean: (given) => typeof given === "boolean",
    // 64-bit numbers are strings in JSON.
    int64: (given) => typeof given === "string" && /^-?\d+$/.test(given),
    "date-time": (given) => typeof given === "string" && !Number.isNaN(Date.parse(given)),
    any: () => true,
  };
  const test = isRight[type];
  if (!test) return [`${at}: the fixture's type ${type} isn't known`];
  return test(value) ? [] : [`${at} isn't of type ${type}`];
}
