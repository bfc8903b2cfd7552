import { expect, it } from "vitest";
import { explainSignIn, signInField } from "./explain-sign-in.ts";

const refused = (body: unknown, status = 401) =>
  explainSignIn({
    method: "POST",
    url: "https://login.microsoftonline.com/t/oauth2/v2.0/token",
    status,
    headers: {},
    body,
  });

const body = (code: number, text: string) => ({
  error: "invalid_client",
  error_description: `AADSTS${code}: ${text} Trace ID: 0000aaaa Correlation ID: aaaa0000 Timestamp: 2026-11-25 02:02:12Z`,
  error_codes: [code],
});

it.each([
  [7000215, "client_secret", /pasted the Secret ID instead of its Value/],
  [7000222, "client_secret", /expired/],
  [700016, "client_id", /no such application in this directory/],
  [90002, "tenant_id", /no such directory/],
  [900023, "tenant_id", /neither an id nor a domain/],
])("explains AADSTS%i, and names the field", (code, field, message) => {
  const explained = refused(body(code, "Something."));
  expect(explained).toMatchObject({
    kind: "credentials",
    reason: String(code),
    message: expect.stringMatching(message),
  });
  expect(signInField(explained?.reason)).toBe(field);
});

it("hands on what Microsoft says of a code that isn't known, without its traces", () => {
  expect(refused(body(50128, "Invalid domain name."))).toEqual({
    kind: "credentials",
    reason: "50128",
    message: "Microsoft refuses the sign-in: AADSTS50128: Invalid domain name.",
  });
});

it("takes a page of something else for a wrong directory, and leaves outages to the client", () => {
  expect(refused("<html>Not found</html>", 404)).toMatchObject({ kind: "credentials" });
  expect(refused({}, 503)).toBeUndefined();
  expect(refused({}, 429)).toBeUndefined();
});
