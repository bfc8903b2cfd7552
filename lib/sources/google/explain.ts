import { z } from "zod";
import type { Explanation, VendorFailure } from "#lib/sources/vendor/vendor-error.ts";
import { driveScope } from "./account.ts";

const errorBody = z.object({
  error: z.object({
    message: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional(), location: z.string().optional() })).optional(),
    details: z.array(z.looseObject({ reason: z.string().optional() })).optional(),
  }),
});

/** What to do about each reason that isn't told by its status (developers.google.com/drive/api/guides/handle-errors). */
const explanations: Record<string, Omit<Explanation, "reason">> = {
  rateLimitExceeded: limited("Google Drive asks to come back later: too many requests."),
  userRateLimitExceeded: limited(
    "Google Drive asks to come back later: this account sent too many requests.",
  ),
  dailyLimitExceeded: limited("The Google Cloud project used up its requests of today."),
  quotaExceeded: limited("The Google Cloud project used up its quota."),
  accessNotConfigured: {
    kind: "misconfigured",
    message:
      "The Google Drive API is switched off in the credentials' project. Switch it on at console.cloud.google.com under “APIs & Services”; it can take some minutes.",
  },
  insufficientPermissions: {
    kind: "credentials",
    message: `The credentials may not read files: they lack the scope ${driveScope}.`,
  },
  domainPolicy: { message: "The organisation's administrators don't let apps read this (domainPolicy)." },
  appNotAuthorizedToFile: { message: "The owner hasn't let this app read it (appNotAuthorizedToFile)." },
  insufficientFilePermissions: {
    message: "This account may see it but not read it (insufficientFilePermissions).",
  },
  exportSizeLimitExceeded: {
    message: "Too large: Google exports up to 10 MB of a document, and this one comes to more.",
  },
  cannotDownloadAbusiveFile: {
    message: "Google marked it as malware or spam and lets nobody but its owner download it.",
  },
  cannotDownloadFile: { message: "Its owner doesn't let this account download it." },
  fileNotDownloadable: { message: "Google gives out no content of it (fileNotDownloadable)." },
  downloadQuotaExceeded: {
    message: "It was downloaded too often lately; Google gives it out again within a day.",
  },
  teamDriveMembershipRequired: { message: "Only members of the shared drive may read this." },
};

/** Reasons that stay as long as the file does as it is: it is skipped, not failed. */
const lasting = new Set([
  "exportSizeLimitExceeded",
  "cannotDownloadAbusiveFile",
  "cannotDownloadFile",
  "fileNotDownloadable",
  "appNotAuthorizedToFile",
  "insufficientFilePermissions",
  "domainPolicy",
]);

export function isLasting(reason: string | undefined): boolean {
  return reason !== undefined && lasting.has(reason);
}

function limited(message: string): Omit<Explanation, "reason"> {
  return { kind: "rate_limited", message };
}

/** What a failure of the Drive API means: the reason in its body tells limits that pass from refusals that stay. */
export function explainDrive({ status, body }: VendorFailure): Explanation | undefined {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success || status >= 500) return undefined;
  const { message, errors = [], details = [] } = parsed.data.error;
  const reasons = [...errors, ...details].flatMap(({ reason }) => reason ?? []);
  const known = reasons.map(renamed).find((reason) => reason in explanations);
  const explanation = known === undefined ? undefined : explanations[known];
  if (explanation) return { ...explanation, reason: known };
  // Of a missing item the status says more than Google's “File not found: .”.
  if (status === 404 || status === 401 || message === undefined) return undefined;
  return { reason: reasons[0], message: `Google Drive says: ${message.slice(0, 300)}` };
}

/** Newer parts of Google's front end name the same things differently. */
function renamed(reason: string): string {
  const names: Record<string, string> = {
    SERVICE_DISABLED: "accessNotConfigured",
    ACCESS_TOKEN_SCOPE_INSUFFICIENT: "insufficientPermissions",
    RATE_LIMIT_EXCEEDED: "rateLimitExceeded",
  };
  return names[reason] ?? reason;
}
