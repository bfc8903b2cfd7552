import { z } from "zod";
import type { Explanation, VendorFailure } from "#lib/sources/vendor/vendor-error.ts";

const refusal = z.object({
  error: z.string(),
  error_description: z.string().catch(""),
  error_codes: z.array(z.number()).catch([]),
});

type Field = "tenant_id" | "client_id" | "client_secret";

/** Codes of learn.microsoft.com/entra/identity-platform/reference-error-codes: which field is wrong, and why. */
const meanings: Record<number, { field: Field; message: string }> = {
  7000215: {
    field: "client_secret",
    message:
      "Microsoft refused the secret (AADSTS7000215): you probably pasted the Secret ID instead of its Value.",
  },
  7000222: {
    field: "client_secret",
    message: "The client secret has expired (AADSTS7000222). Create a new one and replace it here.",
  },
  7000216: { field: "client_secret", message: "Microsoft asks for a client secret (AADSTS7000216)." },
  700016: {
    field: "client_id",
    message:
      "There is no such application in this directory (AADSTS700016). Check the client id, and that it belongs to this tenant and cloud.",
  },
  700038: { field: "client_id", message: "The client id isn't an application's id (AADSTS700038)." },
  7000112: { field: "client_id", message: "The application is disabled (AADSTS7000112)." },
  7000229: {
    field: "client_id",
    message:
      "The application isn't installed in this directory (AADSTS7000229). An administrator has to consent to it.",
  },
  90002: {
    field: "tenant_id",
    message: "There is no such directory (AADSTS90002). Check the tenant id, and that it is of this cloud.",
  },
  900021: { field: "tenant_id", message: "The tenant id isn't one (AADSTS900021)." },
  900023: { field: "tenant_id", message: "The tenant id is neither an id nor a domain (AADSTS900023)." },
  53003: {
    field: "client_id",
    message: "A conditional access policy of the directory keeps the application out (AADSTS53003).",
  },
};

/** The field that puts a refused sign-in right, by the `reason` of its error (`7000215`). */
export function signInField(reason: string | undefined): Field | undefined {
  return meanings[Number(reason)]?.field;
}

/** Says why Microsoft refuses to sign the application in; all such refusals are the credentials'. */
export function explainSignIn({ status, body }: VendorFailure): Explanation | undefined {
  if (status === 429 || status >= 500) return undefined;
  const parsed = refusal.safeParse(body);
  if (!parsed.success) {
    return {
      kind: "credentials",
      message: `Microsoft refuses the sign-in (${status}). Check the tenant id.`,
    };
  }
  const { error, error_codes: codes, error_description: said } = parsed.data;
  const code = codes.find((one) => meanings[one]) ?? codes[0];
  const known = code === undefined ? undefined : meanings[code];
  // Behind the first line come trace ids and a time stamp.
  const line = said.split(/\r?\n| Trace ID/)[0]?.slice(0, 300) || error;
  const message = known?.message ?? `Microsoft refuses the sign-in: ${line}`;
  return { kind: "credentials", reason: String(code ?? error), message };
}
