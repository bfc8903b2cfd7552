const office = "application/vnd.openxmlformats-officedocument";

const kinds = {
  "text/html": "web_page",
  "application/pdf": "pdf",
  [`${office}.wordprocessingml.document`]: "word",
  [`${office}.spreadsheetml.sheet`]: "excel",
  [`${office}.presentationml.presentation`]: "powerpoint",
  "application/vnd.google-apps.document": "google_doc",
  "application/vnd.google-apps.spreadsheet": "google_sheet",
  "application/vnd.google-apps.presentation": "google_slides",
  "text/markdown": "markdown",
  "text/plain": "text",
  "text/csv": "csv",
} as const;

export type Kind = (typeof kinds)[keyof typeof kinds];

/** What people call a media type; undefined for one that has no name. */
export function kindOf(mime: string): Kind | undefined {
  return (kinds as Record<string, Kind>)[mime];
}
