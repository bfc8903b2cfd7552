import { describe, expect, it } from "vitest";
import { accountName, readAccount } from "./account.ts";
import { keyFile } from "./testing/reader-key.ts";

const consent = { client_id: "1.apps.googleusercontent.com", client_secret: "s", refresh_token: "1//r" };

describe("readAccount", () => {
  it.each([
    ["as an object", keyFile()],
    ["as JSON", JSON.stringify(keyFile())],
    ["as JSON inside JSON", JSON.stringify(JSON.stringify(keyFile()))],
    [
      "with its line ends escaped",
      { ...keyFile(), private_key: keyFile().private_key.replaceAll("\n", "\\n") },
    ],
  ])("takes a key file %s", (_how, service_account) => {
    const account = readAccount({ service_account });
    expect(account).toMatchObject({
      kind: "service_account",
      email: keyFile().client_email,
      subject: undefined,
    });
    expect(accountName(account)).toBe(keyFile().client_email);
  });

  it("takes a person's consent, and tells two of them apart without their secrets", () => {
    const one = readAccount(consent);
    const other = readAccount({ ...consent, refresh_token: "1//other" });
    expect(one.identity).not.toBe(other.identity);
    expect(one.identity + other.identity).not.toContain("1//");
  });

  it("acts for a person with a key only", () => {
    expect(accountName(readAccount({ service_account: keyFile() }, "ana@example.com"))).toBe(
      "ana@example.com",
    );
    expect(() => readAccount(consent, "ana@example.com")).toThrow(/needs the key of a service account/);
  });

  it.each([
    [null, /There are no credentials/],
    [{}, /There are no credentials/],
    [{ ...consent, client_secret: "" }, /There are no credentials/],
    [{ service_account: "not JSON" }, /isn't the key file/],
    [{ service_account: { installed: { client_id: "1" } } }, /isn't the key file/],
    [{ service_account: { ...keyFile(), type: "authorized_user" } }, /isn't the key file/],
    [{ service_account: { ...keyFile(), private_key: "-----BEGIN PRIVATE KEY-----\nAA\n" } }, /is damaged/],
    [
      { service_account: { ...keyFile(), universe_domain: "apis-tpczero.goog" } },
      /belongs to “apis-tpczero.goog”/,
    ],
  ])("refuses %j, saying why", (credentials, message) => {
    expect(() => readAccount(credentials)).toThrow(expect.objectContaining({ kind: "credentials" }));
    expect(() => readAccount(credentials)).toThrow(message);
  });
});
