import { defineOperation } from "#lib/http/operation.ts";
import { passwordGivenSchema, recoveryCodesSchema, setupSchema, turnOnSchema } from "./schemas.ts";

const tag = "Account";
const bodyExample = { current_password: "correct horse battery staple" };
const errors = {
  403: "A token asks: only a person who signed in may do this",
  409: "The account has no password: it signs in elsewhere",
  429: "Too many wrong passwords",
};
const exampleSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const exampleCodes = { recovery_codes: ["abcd-efgh-ijkl-mnop-qrst-uvwx", "yz23-4567-abcd-efgh-ijkl-mnop"] };

export const setUpSecondFactorOperation = defineOperation({
  id: "set_up_second_factor",
  method: "POST",
  path: "/v1/me/second_factor/setup",
  tag,
  summary: "Begin a second factor",
  description: "A new secret for an authenticator app. Nothing changes before its first code was given.",
  access: "signed_in",
  body: passwordGivenSchema,
  bodyExample,
  success: {
    200: {
      description: "A secret",
      schema: setupSchema,
      example: {
        secret: exampleSecret,
        uri: `otpauth://totp/Tributary:ada%40example.com?issuer=Tributary&secret=${exampleSecret}`,
        setup: "AmsxkQ…",
      },
    },
  },
  errors,
});

export const turnOnSecondFactorOperation = defineOperation({
  id: "turn_on_second_factor",
  method: "POST",
  path: "/v1/me/second_factor",
  tag,
  summary: "Turn the second factor on",
  description:
    "Signing in with the password asks for a code from now on. Ends all your other sessions. API tokens stay as they are.",
  access: "signed_in",
  body: turnOnSchema,
  bodyExample: { setup: "AmsxkQ…", code: "492039" },
  success: { 200: { description: "On", schema: recoveryCodesSchema, example: exampleCodes } },
  errors: { 403: errors[403], 409: "Begun more than 15 minutes ago, or for another account" },
});

export const renewRecoveryCodesOperation = defineOperation({
  id: "renew_recovery_codes",
  method: "POST",
  path: "/v1/me/second_factor/recovery_codes",
  tag,
  summary: "Get new recovery codes",
  description: "The old ones open nothing any more.",
  access: "signed_in",
  body: passwordGivenSchema,
  bodyExample,
  success: { 200: { description: "New codes", schema: recoveryCodesSchema, example: exampleCodes } },
  errors: { ...errors, 409: "The account has no password, or no second factor" },
});

export const turnOffSecondFactorOperation = defineOperation({
  id: "turn_off_second_factor",
  method: "POST",
  path: "/v1/me/second_factor/removal",
  tag,
  summary: "Turn the second factor off",
  access: "signed_in",
  body: passwordGivenSchema,
  bodyExample,
  success: { 204: { description: "Off" } },
  errors,
});

export const secondFactorOperations = [
  setUpSecondFactorOperation,
  turnOnSecondFactorOperation,
  renewRecoveryCodesOperation,
  turnOffSecondFactorOperation,
];
