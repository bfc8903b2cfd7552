import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GoogleAccount, readAccount } from "./account.ts";
import { explainToken } from "./explain-token.ts";
import { type DriveStage, openDriveStage } from "./testing/open-stage.ts";
import { keyFile } from "./testing/reader-key.ts";
import { createGoogleTokens } from "./tokens.ts";

let stage: DriveStage;
let clock: Date;
beforeEach(async () => {
  stage = await openDriveStage();
  clock = new Date();
});
afterEach(() => stage[Symbol.asyncDispose]());

function openTokens() {
  const tokens = createGoogleTokens(`${stage.server.origin}/token`, () => clock);
  return (account: GoogleAccount, renew = false) =>
    tokens({ account, renew, fetch: stage.setup.fetch(), signal: AbortSignal.timeout(10_000) });
}

const reader = () => readAccount({ service_account: keyFile() });

describe("tokens", () => {
  it("signs what Google asks for, and heeds no token_uri of the key", async () => {
    const get = openTokens();
    expect(await get(readAccount({ service_account: keyFile() }, "ana@example.com"))).toBe("token-1");
    const issuedAt = Math.floor(clock.getTime() / 1000);
    expect(stage.server.claims).toEqual([
      {
        iss: keyFile().client_email,
        scope: "https://www.googleapis.com/auth/drive.readonly",
        aud: "https://oauth2.googleapis.com/token",
        iat: issuedAt,
        exp: issuedAt + 3600,
        sub: "ana@example.com",
      },
    ]);
  });

  it("keeps a token until shortly before its end, one for each account, and asks once at a time", async () => {
    stage.server.now = () => clock;
    const get = openTokens();
    expect(new Set(await Promise.all([get(reader()), get(reader()), get(reader())]))).toEqual(
      new Set(["token-1"]),
    );
    clock = new Date(clock.getTime() + 54 * 60_000);
    expect(await get(reader())).toBe("token-1");
    expect(await get(readAccount({ service_account: keyFile() }, "ana@example.com"))).toBe("token-2");
    clock = new Date(clock.getTime() + 60_000);
    expect(await get(reader())).toBe("token-3");
    expect(await get(reader(), true)).toBe("token-4");
    expect(await get(reader())).toBe("token-4");
  });

  it("exchanges a refresh token", async () => {
    const consent = { client_id: "1", client_secret: "client-secret", refresh_token: "1//refresh" };
    expect(await openTokens()(readAccount(consent))).toBe("token-1");
    await expect(openTokens()(readAccount({ ...consent, refresh_token: "1//old" }))).rejects.toMatchObject({
      kind: "credentials",
      message: expect.stringMatching(/^The refresh token has expired/),
    });
  });

  it.each([
    [
      "who isn't delegated",
      "bea@example.com",
      0,
      /act for bea@example.com yet.+add client id 1234567890 with scope https:\/\/www.googleapis.com\/auth\/drive.readonly; it can take/,
    ],
    ["of another domain", "ana@elsewhere.org", 0, /no active account ana@elsewhere.org/],
    ["by a clock that is off", undefined, 3_600_000, /clock of this server is off/],
  ])("explains a refusal for somebody %s", async (_who, subject, offMs, message) => {
    clock = new Date(clock.getTime() + offMs);
    const account = readAccount({ service_account: keyFile() }, subject);
    await expect(openTokens()(account)).rejects.toMatchObject({
      kind: "credentials",
      message: expect.stringMatching(message),
    });
  });

  it("says that an unreachable Google is no matter of credentials", async () => {
    stage.server.fail(/token/, { kind: "reset" }, { times: 9 });
    await expect(openTokens()(reader())).rejects.toMatchObject({ kind: "unavailable" });
  });
});

const consented = readAccount({ client_id: "1", client_secret: "s", refresh_token: "r" });

it.each<[GoogleAccount, string, string, RegExp]>([
  [reader(), "invalid_grant", "Invalid JWT Signature.", /refuses the key of reader@.+Make a new key/],
  [reader(), "invalid_grant", "Invalid grant: account not found", /doesn't know the service account/],
  [reader(), "invalid_scope", "Bad scope", /Google refuses to sign in: Bad scope/],
  [consented, "invalid_client", "The OAuth client was not found.", /client id with this client secret/],
  [consented, "unauthorized_client", "Unauthorized", /belongs to another client id/],
])("explains what the token endpoint refuses (%#)", (account, error, error_description, message) => {
  const failure = { method: "POST", url: "", headers: {}, status: 400, body: { error, error_description } };
  expect(explainToken(account, failure)).toMatchObject({
    kind: "credentials",
    message: expect.stringMatching(message),
  });
});
