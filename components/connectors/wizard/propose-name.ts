import type { ConnectorType } from "#lib/connectors/slots.ts";
import { readDriveReference } from "#lib/sources/google/file-id.ts";
import { shortId } from "../fields/link-notes.ts";

/**
 * A name for a connector, from what it reads.
 * @param typeName what people call its type
 */
export function proposeName(type: ConnectorType, slots: Record<string, unknown>, typeName: string): string {
  const subject = subjects[type](slots);
  return subject ? `${typeName} · ${subject}`.slice(0, 200) : typeName;
}

const subjects: Record<ConnectorType, (slots: Record<string, unknown>) => string | undefined> = {
  google_drive: ({ root_file_id: root }) => driveSubject(root),
  impersonated_google_drive: ({ root_file_id: root, target_account: person }) =>
    text(person) ?? driveSubject(root),
  web_scraper: ({ url }) => siteSubject(url),
  upload: () => undefined,
  confluence: ({ base_url: site, spaces }) =>
    Array.isArray(spaces) && spaces.length > 0 ? spaces.slice(0, 3).join(", ") : hostSubject(site),
  jira: ({ base_url: site, jql_query: jql }) =>
    /\bproject\s*(?:=|in)\s*\(?\s*"?([A-Za-z][\w ]*?)"?\s*(?:[,)]|$|\band\b|\bor\b|\border\b)/i.exec(
      String(jql ?? ""),
    )?.[1] ?? hostSubject(site),
  sharepoint: ({ urls }) => lastSegment(urls),
  onedrive: ({ urls }) => lastSegment(urls),
};

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function driveSubject(root: unknown): string | undefined {
  const found = readDriveReference(text(root) ?? "");
  return "id" in found && found.id !== "root" ? shortId(found.id) : undefined;
}

function siteSubject(url: unknown): string | undefined {
  const parsed = parse(url);
  return parsed && `${parsed.host.replace(/^www\./, "")}${parsed.pathname.replace(/\/$/, "")}`;
}

function hostSubject(url: unknown): string | undefined {
  return parse(url)?.hostname.replace(/\.atlassian\.net$/, "");
}

function lastSegment(urls: unknown): string | undefined {
  const path = parse(Array.isArray(urls) ? urls[0] : undefined)
    ?.pathname.split("/")
    .filter(Boolean)
    .at(-1);
  if (path === undefined) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function parse(value: unknown): URL | undefined {
  const given = text(value);
  return given !== undefined && /^https?:\/\//i.test(given) && URL.canParse(given)
    ? new URL(given)
    : undefined;
}
