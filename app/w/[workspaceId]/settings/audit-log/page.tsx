import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTimeZone, getTranslations } from "next-intl/server";
import { z } from "zod";
import { pageContext } from "#app/session.ts";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { listAuditLog } from "#lib/audit/list.ts";
import { auditLogQuery } from "#lib/audit/schemas.ts";
import { listMembers } from "#lib/auth/members/list.ts";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listTokens } from "#lib/auth/tokens/list.ts";
import { orNotFound, readFilters, type SearchParams } from "../../filters.ts";
import { AuditFilters } from "./audit-filters.tsx";
import { auditRow } from "./audit-row.ts";
import { endOfDay, startOfDay } from "./day.ts";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

/** As the door's, but by days: a page is asked for those of its viewer. */
const filtersOfPage = auditLogQuery.extend({
  since: z.iso.date().optional(),
  until: z.iso.date().optional(),
});

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("audit_log") };
}

export default async function AuditLogPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  if (!isAllowed(ctx.role, "audit.read")) notFound();
  const { cursor, limit, since, until, ...filters } = await readFilters(filtersOfPage, searchParams);
  const [zone, members, tokens, t] = await Promise.all([
    getTimeZone(),
    listMembers(ctx, { limit: 200 }),
    listTokens(ctx, { limit: 200 }),
    getTranslations("audit"),
  ]);
  const days = {
    since: since === undefined ? undefined : startOfDay(since, zone),
    until: until === undefined ? undefined : endOfDay(until, zone),
  };
  const { items, next_cursor } = await orNotFound(listAuditLog(ctx, { ...filters, ...days, cursor, limit }));
  const path = `/w/${ctx.workspaceId}/settings/audit-log`;
  const shown = { ...filters, since, until };
  return (
    <>
      <AuditFilters path={path} zone={zone} people={members.items} tokens={tokens.items} {...shown} />
      {items.length > 0 ? (
        <AuditTable rows={items.map((entry) => auditRow(ctx.workspaceId, entry))} />
      ) : (
        <EmptyState words={t("no_match")} />
      )}
      <Pager path={path} filters={shown} isFirst={cursor === undefined} nextCursor={next_cursor} />
    </>
  );
}
