import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * A browser for the tests: one that is installed, else Playwright's own download, else the system's package.
 * @returns its path; undefined when it is Playwright's own
 * @throws Error saying how to install one
 */
export async function findBrowser(): Promise<string | undefined> {
  const installed = [process.env.BROWSER_PATH ?? "", ...places].find(
    (path) => path !== "" && existsSync(path),
  );
  if (installed) return installed;
  if (existsSync(chromium.executablePath())) return undefined;
  console.log("Installing a browser for the tests (once) …");
  if (succeeds("npx", ["playwright", "install", "chromium-headless-shell"], 120_000)) return undefined;
  if (process.getuid?.() === 0 && succeeds("apt-get", ["update"], 120_000)) {
    const args = ["install", "-y", "--no-install-recommends", "chromium"];
    if (succeeds("apt-get", args, 300_000) && existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  }
  throw new Error(
    "No browser for the tests. Install Chromium (apt-get install chromium), or set BROWSER_PATH.",
  );
}

function succeeds(command: string, args: string[], timeoutMs: number): boolean {
  return spawnSync(command, args, { stdio: "ignore", timeout: timeoutMs }).status === 0;
}
