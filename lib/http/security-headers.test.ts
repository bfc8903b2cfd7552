import { describe, expect, it } from "vitest";
import { isPagePath, securityHeaders } from "./security-headers.ts";

describe("securityHeaders", () => {
  it("lets a page run nothing but what carries its nonce", () => {
    const policy = securityHeaders({ nonce: "abc", isHttps: false })["content-security-policy"] ?? "";
    const scripts = policy.split("; ").find((part) => part.startsWith("script-src"));
    expect(scripts).toBe("script-src 'nonce-abc' 'strict-dynamic'");
    expect(policy).not.toContain("unsafe-eval");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("gives answers of the API nothing at all", () => {
    expect(securityHeaders({ isHttps: false })["content-security-policy"]).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
  });

  it("promises https only where there is https", () => {
    expect(securityHeaders({ isHttps: true })["strict-transport-security"]).toMatch(
      /^max-age=\d{8}; includeSubDomains$/,
    );
    expect(securityHeaders({ isHttps: false })).not.toHaveProperty("strict-transport-security");
  });
});

it.each([
  ["/", true],
  ["/sign-in", true],
  ["/w/0b6f/connectors", true],
  ["/v1x", true],
  ["/docs/api", true],
  ["/v1/me", false],
  ["/api/auth/session", false],
  ["/_next/static/chunks/a.js", false],
  ["/readyz", false],
  ["/metrics", false],
])("isPagePath(%s) is %s", (path, expected) => {
  expect(isPagePath(path)).toBe(expected);
});
