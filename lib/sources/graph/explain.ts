import type { Explanation, VendorFailure } from "#lib/sources/vendor/vendor-error.ts";
import { errorSchema } from "./wire.ts";

/** Application permissions, the least that reads. Sites.Selected does too, for the sites that it was granted. */
const forFiles = "Files.Read.All";
const forSites = "Sites.Read.All";

/**
 * Says what Microsoft Graph's refusal means, and what an administrator would have to do about it.
 * @param granted the application's permissions, as far as its token tells
 */
export function explainGraph(failure: VendorFailure, granted: readonly string[]): Explanation | undefined {
  const parsed = errorSchema.safeParse(failure.body);
  const { code, message: said } = parsed.success ? parsed.data.error : { code: "", message: "" };
  const inner = parsed.success ? (parsed.data.error.innerError?.code ?? "") : "";
  const reason = inner || code || undefined;
  const because = said ? ` Microsoft says: ${sentence(said)}` : "";
  if (/mysite|FILE NOT FOUND/i.test(said ?? "")) return { reason: "noDrive", message: noDrive };
  if (/malware/i.test(`${code} ${inner}`))
    return { reason, message: "Microsoft found malware in it and keeps it closed." };
  switch (failure.status) {
    case 401:
      return { reason, message: `Microsoft Graph refuses the application's token.${because}` };
    case 403:
      return { reason, message: missingPermission(failure.url, granted) + because };
    case 404:
      return { reason, message: `It isn't there, or isn't shown to this application (404).${because}` };
    case 410:
      return {
        reason,
        message: "Microsoft Graph forgot what was read last, and asks to read all of it again.",
      };
    case 423:
      return { reason, message: "Somebody has locked it, or its site is locked (423)." };
    default:
      return because
        ? { reason, message: `Microsoft Graph answered ${failure.status}.${because}` }
        : undefined;
  }
}

export const noDrive = "This person has no OneDrive yet; it is made at their first sign-in.";

function missingPermission(url: string, granted: readonly string[]): string {
  const { pathname } = new URL(url);
  if (/\/shares\//.test(pathname)) {
    return "This is a sharing link; open it and copy the address of the folder. (Following links needs the application permission Files.ReadWrite.All.)";
  }
  const needed =
    /\/sites\/.*\/pages\b/.test(pathname) || /\/sites\//.test(pathname) ? [forSites] : [forFiles, forSites];
  const has = granted.some((permission) => satisfies(permission, needed));
  if (granted.includes("Sites.Selected") && !has) {
    return "The application may read selected sites only (Sites.Selected), and this one isn't among them. An administrator can grant it: POST /sites/{id}/permissions with the role “read”.";
  }
  if (has)
    return "The application may read, but not this: the site may be locked, archived, or closed to applications.";
  const held = granted.length > 0 ? ` It has ${granted.join(", ")}.` : "";
  return `The application lacks the application permission ${needed.join(" or ")} of Microsoft Graph, or an administrator hasn't consented to it.${held}`;
}

function satisfies(permission: string, needed: readonly string[]): boolean {
  return needed.some((one) => {
    const [family] = one.split(".");
    return new RegExp(`^${family}\\.(Read|ReadWrite|Manage|FullControl)\\.All$`).test(permission);
  });
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().slice(0, 300);
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
