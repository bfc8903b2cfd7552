import type { AuditRow, Detail } from "#components/audit/audit-table.tsx";
import type { AuditLogEntry } from "#lib/audit/schemas.ts";

type Details = AuditLogEntry["details"];
type Value = Details[string];

/** Pages of what an entry can be about. */
const places: Record<string, string> = { connector: "connectors", run: "runs", collection: "collections" };

/** An entry of the audit log as the table shows it. */
export function auditRow(workspaceId: string, entry: AuditLogEntry): AuditRow {
  const { id, at, actor, action, target_type, target_id, request_id } = entry;
  const place = places[target_type];
  const isGone = action.endsWith(".delete");
  return {
    id,
    at,
    actor: { type: actor.type, name: actor.name, email: actor.email },
    action,
    target: {
      id: target_id,
      href: place && !isGone ? `/w/${workspaceId}/${place}/${encodeURIComponent(target_id)}` : null,
    },
    details: detailsOf(entry.details),
    requestId: request_id,
  };
}

/** What an entry tells: values that changed as from and to, the others as they are. */
export function detailsOf({ from, to, ...others }: Details): Detail[] {
  const plain = isRecord(from) || isRecord(to) ? others : { ...others, ...given({ from, to }) };
  const before = isRecord(from) ? from : {};
  const after = isRecord(to) ? to : {};
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => words(before[name]) !== words(after[name]),
  );
  return [
    ...changed.map((name) => ({ name, from: words(before[name]), to: words(after[name]) })),
    ...Object.entries(plain).flatMap(([name, value]) => {
      const told = words(value);
      return told === "" ? [] : [{ name, to: told }];
    }),
  ];
}

function given(values: Record<string, Value | undefined>): Details {
  return Object.fromEntries(Object.entries(values).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

function isRecord(value: Value | undefined): value is Details {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function words(value: Value | undefined): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(words).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
