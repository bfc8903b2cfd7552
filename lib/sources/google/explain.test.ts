import { expect, it } from "vitest";
import { explainDrive, isLasting } from "./explain.ts";

const failure = (status: number, error: object) => ({
  method: "GET",
  url: "https://www.googleapis.com/drive/v3/files",
  headers: {},
  status,
  body: { error: { code: status, ...error } },
});

it.each([
  ["rateLimitExceeded", "rate_limited", false],
  ["userRateLimitExceeded", "rate_limited", false],
  ["dailyLimitExceeded", "rate_limited", false],
  ["insufficientPermissions", "credentials", false],
  ["accessNotConfigured", "misconfigured", false],
  ["domainPolicy", undefined, true],
  ["exportSizeLimitExceeded", undefined, true],
  ["cannotDownloadAbusiveFile", undefined, true],
  ["fileNotDownloadable", undefined, true],
  ["downloadQuotaExceeded", undefined, false],
])("tells a 403 with %s from the others", (reason, kind, lasts) => {
  const explained = explainDrive(failure(403, { message: "No.", errors: [{ reason }] }));
  expect(explained).toMatchObject({ reason, message: expect.not.stringContaining("No.") });
  expect(explained?.kind).toBe(kind);
  expect(isLasting(reason)).toBe(lasts);
});

it("understands the newer form of the same, and passes on what it doesn't know", () => {
  const disabled = { message: "Drive API has not been used", details: [{ reason: "SERVICE_DISABLED" }] };
  expect(explainDrive(failure(403, disabled))).toMatchObject({
    kind: "misconfigured",
    reason: "accessNotConfigured",
  });
  const odd = { message: "Something new.", errors: [{ reason: "brandNew" }] };
  expect(explainDrive(failure(403, odd))).toEqual({
    reason: "brandNew",
    message: "Google Drive says: Something new.",
  });
  expect(explainDrive(failure(404, { message: "File not found: ." }))).toBeUndefined();
  expect(explainDrive({ ...failure(403, {}), body: "<html>" })).toBeUndefined();
});
