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
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
