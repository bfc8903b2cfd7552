import { useTranslations } from "next-intl";
import type { AttentionRow } from "#components/home/attention-list.tsx";
import type { AttentionItem, AttentionKind } from "#lib/attention/schemas.ts";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { Context } from "#lib/context.ts";

type Member = Pick<Context, "workspaceId" | "role">;

/** What wants attention as the lists show it: with the step that this member can take next. */
export function useAttentionRows({ workspaceId, role }: Member, items: AttentionItem[]): AttentionRow[] {
  const t = useTranslations("attention");
  return items.map((item) => {
    const step = nextStep(item, role);
    return {
      kind: item.kind,
      connector: {
        href: `/w/${workspaceId}/connectors/${item.connector_id}`,
        name: item.connector_name,
        type: item.connector_type as ConnectorType,
      },
      since: item.since,
      reason: item.reason,
      failures: item.failures,
      documents: item.documents ?? 0,
      action: { href: `/w/${workspaceId}${step.path}`, words: t(`step.${step.words}`) },
    };
  });
}

function nextStep(item: AttentionItem, role: Context["role"]) {
  const connector = `/connectors/${item.connector_id}`;
  switch (item.kind) {
    case "needs_credentials":
      return isAllowed(role, "connectors.write")
        ? { path: `${connector}/settings`, words: "replace_credentials" as const }
        : { path: connector, words: "look" as const };
    case "held_deletions":
      return {
        path: `/review?connector_id=${item.connector_id}`,
        words: isAllowed(role, "deletions.decide") ? ("decide" as const) : ("look" as const),
      };
    case "waiting_for_collection":
      return isAllowed(role, "connectors.write")
        ? { path: `${connector}/settings`, words: "add_to_collection" as const }
        : { path: connector, words: "look" as const };
    default:
      return item.run_id
        ? { path: `/runs/${item.run_id}`, words: "see_run" as const }
        : { path: `${connector}/schedule`, words: "see_schedule" as const };
  }
}

/** Where all of a kind are listed. */
export function allOfKind(kind: AttentionKind): string {
  switch (kind) {
    case "needs_credentials":
      return "/connectors?health=needs_credentials";
    case "waiting_for_collection":
      return "/connectors?state=waiting_for_collection";
    case "held_deletions":
      return "/review";
    case "failing":
      return "/schedules?state=failing";
    case "stalled":
      return "/schedules?state=late";
  }
}
