import { Secret } from "otpauth";
import { describe, expect, it } from "vitest";
import { newSecret, otpauthUri, stepOf } from "./totp.ts";

describe("codes of an authenticator app", () => {
  // RFC 6238, appendix B (SHA-1), the last six of its eight digits.
  const secret = Secret.fromUTF8("12345678901234567890").base32;
  it.each([
    [59, "287082"],
    [1111111109, "081804"],
    [1111111111, "050471"],
    [1234567890, "005924"],
    [2000000000, "279037"],
    [20000000000, "353130"],
  ])("at %i seconds are those of the RFC", (seconds, code) => {
    const at = (offset: number) => new Date((seconds + offset) * 1000);
    const step = Math.floor(seconds / 30);
    expect(stepOf(secret, code, at(0))).toBe(step);
    expect(stepOf(secret, ` ${code.slice(0, 3)} ${code.slice(3)} `, at(0))).toBe(step);
    expect(stepOf(secret, code, at(30))).toBe(step);
    expect(stepOf(secret, code, at(-30))).toBe(step);
    expect(stepOf(secret, code, at(90))).toBeUndefined();
    expect(stepOf(secret, code, at(-90))).toBeUndefined();
  });

  it.each(["", "28708", "2870822", "abcdef", "287O82", "-87082", "287082\n1"])(
    "are six digits, not “%s”",
    (code) => {
      expect(stepOf(secret, code, new Date(59_000))).toBeUndefined();
    },
  );
});

it("secrets are 160 bits, and the address names account and issuer", () => {
  const secret = newSecret();
  expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
  expect(newSecret()).not.toBe(secret);
  const uri = new URL(otpauthUri(secret, "ada+x@example.com"));
  expect(uri.protocol).toBe("otpauth:");
  expect(decodeURIComponent(uri.pathname)).toContain("Tributary:ada+x@example.com");
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    issuer: "Tributary",
    secret,
    digits: "6",
    period: "30",
  });
});
