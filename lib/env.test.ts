import { expect, it } from "vitest";
import { parseEnv } from "./env.ts";

it("wants the settings of single sign-on together, or none of them", () => {
  const whole = { OIDC_ISSUER: "https://id.example.com/", OIDC_CLIENT_ID: "a", OIDC_CLIENT_SECRET: "b" };
  expect(parseEnv(whole)).toMatchObject({
    OIDC_ISSUER: "https://id.example.com",
    OIDC_NAME: "single sign-on",
  });
  expect(parseEnv({}).OIDC_ISSUER).toBeUndefined();
  for (const name of Object.keys(whole)) {
    const lacking = { ...whole, [name]: "" };
    expect(() => parseEnv(lacking)).toThrow(new RegExp(`Wrong settings.*\n  ${name}: is needed too`));
  }
});
