import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{app,components,lib,db,scripts,torture}/**/*.test.{ts,tsx}"],
    globalSetup: ["db/testing/global-setup.ts"],
    // Sign the session cookies and seal the credentials of tests; no deployment has them.
    env: {
      LOG_LEVEL: "silent",
      AUTH_SECRET: "the tests sign their session cookies with this",
      SECRETS_KEYS: "test:dGhlIHRlc3RzIHNlYWwgY3JlZGVudGlhbHMgd2l0aCE=",
    },
    // Much of the time is waiting, for processes that are killed and sources that want pauses: as many as there are cores.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
