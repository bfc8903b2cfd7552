import { defineConfig } from "@playwright/test";

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/start-product.ts",
  workers: 1,
  forbidOnly: true,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: "http://127.0.0.1:4321",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.BROWSER_PATH || undefined,
      // Chromium's sandbox refuses root.
      args: process.getuid?.() === 0 ? [...flags, "--no-sandbox"] : flags,
    },
  },
});
