import { Globe, Upload, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import type { ConnectorType } from "#lib/connectors/slots.ts";

type Props = { type: ConnectorType; size?: number };

/**
 * A source type's picture, drawn after what people know it by; decoration beside its name. Own drawings: the open icon
 * sets left the vendors' marks out, or their licences keep them from being recoloured.
 */
export function TypeIcon({ type, size = 20 }: Props) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="shrink-0">
      {pictures[type]}
    </svg>
  );
}

const drive = (
  <>
    <path fill="#16a765" d="M8.4 3 2 14.4 5.3 20l6.6-11.2z" />
    <path fill="#f5b912" d="M8.4 3h7.2L22 14.4h-6.7z" />
    <path fill="#3b7ded" d="M8.6 14.4H22L18.7 20H5.3z" />
  </>
);

const pictures: Record<ConnectorType, ReactNode> = {
  google_drive: drive,
  impersonated_google_drive: (
    <>
      {drive}
      <circle cx="18" cy="18" r="6" className="fill-page" />
      <UserRound x="12.5" y="12.5" width="11" height="11" strokeWidth={2.6} className="text-ink" />
    </>
  ),
  web_scraper: <Globe size={24} className="text-accent" />,
  upload: <Upload size={24} className="text-quiet" />,
  confluence: (
    <g fill="none" stroke="#2684ff" strokeWidth="4.4" strokeLinejoin="round">
      <path d="M3 17.6c2.9-4.8 5.6-5.4 9-3.8l8.6 4.1" />
      <path d="M21 6.4c-2.9 4.8-5.6 5.4-9 3.8L3.4 6.1" />
    </g>
  ),
  jira: <path fill="#2684ff" fillRule="evenodd" d="M12 2l10 10-10 10L2 12zm0 6.6L8.6 12l3.4 3.4L15.4 12z" />,
  sharepoint: (
    <>
      <circle cx="11" cy="8" r="6" fill="#03787c" />
      <circle cx="16.5" cy="13" r="5.5" fill="#1a9ba1" />
      <circle cx="11.5" cy="18" r="4.5" fill="#37c6d0" />
      <rect x="2" y="7.5" width="9.5" height="9.5" rx="1.5" fill="#025a5d" />
      <path
        d="M8.5 10.3c-.5-.6-3.4-.9-3.4.7 0 1.7 3.5.8 3.5 2.5 0 1.5-2.8 1.5-3.6.6"
        fill="none"
        stroke="#fff"
        strokeWidth="1.3"
        strokeLinecap="round"
      />
    </>
  ),
  onedrive: (
    <>
      <path fill="#1490df" d="M6.2 19a4.7 4.7 0 0 1-.7-9.3 6.4 6.4 0 0 1 12.2.6A4.4 4.4 0 0 1 18 19z" />
      <path fill="#0f6cbd" d="M5.5 9.7a6.4 6.4 0 0 1 9.5-2.6L8 19H6.2a4.7 4.7 0 0 1-.7-9.3z" opacity=".55" />
    </>
  ),
};
