import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";

const licenseSchema = z.union([
  z.object({ expression: z.string() }).transform(({ expression }) => expression),
  z.object({ license: z.object({ id: z.string() }) }).transform(({ license }) => license.id),
  z.object({ license: z.object({ name: z.string() }) }).transform(({ license }) => license.name),
]);

const bomSchema = z.looseObject({
  bomFormat: z.literal("CycloneDX"),
  components: z.array(
    z.looseObject({ name: z.string(), version: z.string(), licenses: z.array(licenseSchema).default([]) }),
  ),
});

const root = join(import.meta.dirname, "..", "..");

/** Every package that Tributary runs with, as npm itself lists it (CycloneDX 1.5). */
export function billOfMaterials(): z.input<typeof bomSchema> {
  const args = ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"];
  return JSON.parse(execFileSync("npm", args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));
}

/** The licences of each package, by `name@version`. */
export function licencesOf(bom: unknown): Map<string, string[]> {
  const { components } = bomSchema.parse(bom);
  return new Map(components.map(({ name, version, licenses }) => [`${name}@${version}`, licenses]));
}
