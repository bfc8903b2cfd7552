import metadata from "../fixtures/metadata.json" with { type: "json" };

const types: Record<string, Record<string, string>> = metadata.types;

/** Documented in Microsoft's examples, and answered, but not in the metadata of `identity`. */
const documentedElsewhere = new Set(["identity.email"]);

/** What of an answer isn't as Microsoft's metadata says: unknown properties, other types. */
export function metadataProblems(type: string, value: unknown, path = type): string[] {
  if (value === null || value === undefined) return [];
  const inner = /^Collection\((.+)\)$/.exec(type)?.[1];
  if (inner) {
    if (!Array.isArray(value)) return [`${path} is no collection`];
    return value.flatMap((one, at) => metadataProblems(inner, one, `${path}[${at}]`));
  }
  if (type.startsWith("Edm.")) return primitiveProblems(type, value, path);
  if (typeof value !== "object" || Array.isArray(value)) return [`${path} is no ${type}`];
  const named =
    "@odata.type" in value ? String(value["@odata.type"]).replace(/^#microsoft\.graph\./, "") : type;
  const properties = types[named] ?? {};
  return Object.entries(value).flatMap(([name, one]) => {
    if (name.startsWith("@") || documentedElsewhere.has(`${named}.${name}`)) return [];
    const known = properties[name];
    return known ? metadataProblems(known, one, `${path}.${name}`) : [`${path}.${name} is unknown`];
  });
}

function primitiveProblems(type: string, value: unknown, path: string): string[] {
  const isRight: Record<string, () => boolean> = {
    "Edm.String": () => typeof value === "string",
    "Edm.Int32": () => Number.isInteger(value),
    "Edm.Int64": () => Number.isInteger(value),
    "Edm.Boolean": () => typeof value === "boolean",
    "Edm.DateTimeOffset": () => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  };
  return isRight[type]?.() === false ? [`${path} is no ${type}`] : [];
}
