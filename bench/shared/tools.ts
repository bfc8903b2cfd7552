import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What benchmarks need besides the project's dependencies: kept between runs, in nobody's way. */
const folder = join(tmpdir(), "tributary-bench-tools");

/**
 * Debian packages, unpacked into a folder of their own: nothing is installed, and any user may.
 * @returns the folder, which holds what `/` would
 * @throws Error that says what is missing and how to get it
 */
export async function debianPackages(names: string[]): Promise<string> {
  const target = join(folder, names.join("+"));
  if (existsSync(target)) return target;
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  console.error(`getting ${names.join(", ")} from Debian …`);
  try {
    download(names, partial);
    for (const file of globSync("*.deb", { cwd: partial })) {
      execFileSync("dpkg", ["-x", join(partial, file), partial], { stdio: ["ignore", "ignore", "inherit"] });
    }
  } catch (error) {
    throw new Error(
      `${names.join(", ")} can't be had: this needs Debian 12, its package lists (\`apt-get update\` as root) and the network.`,
      { cause: error },
    );
  }
  await rename(partial, target);
  return target;
}

function download(names: string[], cwd: string): void {
  const get = () => execFileSync("apt-get", ["-qq", "download", ...names], { cwd, stdio: "ignore" });
  try {
    get();
  } catch {
    // The lists may be old or absent; only root may renew them.
    execFileSync("apt-get", ["-qq", "update"], { stdio: "ignore" });
    get();
  }
}

/** An npm package with its dependencies, in a folder of its own. @returns the folder */
export async function npmPackage(name: string, version: string): Promise<string> {
  const target = join(folder, `${name}-${version}`);
  if (existsSync(join(target, "node_modules", name))) return target;
  await mkdir(target, { recursive: true });
  await writeFile(join(target, "package.json"), JSON.stringify({ name: "bench", private: true }));
  console.error(`installing ${name} ${version} …`);
  try {
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--silent", `${name}@${version}`], {
      cwd: target,
      stdio: ["ignore", "ignore", "inherit"],
    });
  } catch (error) {
    throw new Error(`${name} ${version} can't be installed: this needs the npm registry.`, { cause: error });
  }
  if ((await readdir(join(target, "node_modules"))).length === 0) throw new Error(`${name} is empty.`);
  return target;
}
