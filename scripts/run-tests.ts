// Lint, types, unit, integration and browser tests; the last line counts them. One name runs one part:
// npm test -- lint | types | vitest | browser
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./testing/find-browser.ts";

type Count = { passed: number; failed: number };

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);
const reports = mkdtempSync(join(tmpdir(), "tributary-reports-"));

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const merged = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env };
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env: merged }).status === 0;
}

/** A check without tests of its own counts as one. */
function check(name: string, command: string, args: string[]): Count {
  console.log(`\n— ${name}`);
  return run(command, args) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function vitest(): Count {
  console.log("\n— unit and integration");
  const report = join(reports, "vitest.json");
  const ok = run(bin("vitest"), [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  const { numPassedTests, numFailedTests } = readReport<{ numPassedTests: number; numFailedTests: number }>(
    report,
    {
      numPassedTests: 0,
      numFailedTests: 1,
    },
  );
  // A file that doesn't load has no failed test, yet it failed.
  return { passed: numPassedTests, failed: ok ? 0 : Math.max(1, numFailedTests) };
}

async function browser(): Promise<Count> {
  console.log("\n— browser");
  const report = join(reports, "playwright.json");
  const ok = run(bin("playwright"), ["test"], {
    BROWSER_PATH: (await findBrowser()) ?? "",
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const { stats } = readReport(report, { stats: { expected: 0, unexpected: 1 } });
  return { passed: stats.expected, failed: ok ? 0 : Math.max(1, stats.unexpected) };
}

function readReport<T>(file: string, missing: T): T {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch {
    return missing;
  }
}

const parts: Record<string, () => Count | Promise<Count>> = {
  lint: () => check("lint", bin("biome"), ["check", "--error-on-warnings"]),
  types: () => check("types", bin("tsc"), ["--noEmit", "-p", "."]),
  vitest,
  browser,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Parts: ${Object.keys(parts).join(", ")}.`);
  process.exit(1);
}

const total: Count = { passed: 0, failed: 0 };
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { passed, failed } = await part();
  total.passed += passed;
  total.failed += failed;
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
