import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { ConnectorTable } from "#components/connectors/connector-table.tsx";
import { buttonLook } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listConnectors } from "#lib/connectors/list.ts";
import { listConnectorsQuery } from "#lib/connectors/listed-schemas.ts";
import { connectorTypes } from "#lib/connectors/slots.ts";
import { orNotFound, readFilters, type SearchParams } from "../filters.ts";
import { connectorRow } from "../rows.ts";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

const states = ["active", "waiting_for_collection", "paused", "done"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectors"))("title") };
}

export default async function ConnectorsPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const { cursor, limit, ...filters } = await readFilters(listConnectorsQuery, searchParams);
  const [page, locale, t] = await Promise.all([
    orNotFound(listConnectors(ctx, { ...filters, cursor, limit })),
    getLocale(),
    getTranslations("connectors"),
  ]);
  const path = `/w/${ctx.workspaceId}/connectors`;
  const isFiltered = Object.values(filters).some(Boolean);
  const isEmpty = page.items.length === 0;
  const mayAdd = isAllowed(ctx.role, "connectors.write");
  return (
    <>
      <PageHeader
        title={t("title")}
        actions={
          mayAdd ? (
            <Link href={`${path}/new`} className={buttonLook({ size: "small" })}>
              <Plus aria-hidden="true" size={16} />
              {t("add")}
            </Link>
          ) : null
        }
      />
      <div className="grid min-w-0 gap-4">
        {isEmpty && !isFiltered ? (
          <EmptyState
            words={t("empty")}
            action={
              mayAdd ? { href: `${path}/new`, label: t("add") } : { href: "/docs", label: t("empty_action") }
            }
          />
        ) : (
          <ConnectorFilters path={path} {...filters} />
        )}
        {isEmpty && isFiltered ? <EmptyState words={t("no_match")} /> : null}
        {isEmpty ? null : (
          <ConnectorTable rows={page.items.map((connector) => connectorRow(connector, locale))} />
        )}
        <Pager path={path} filters={filters} isFirst={cursor === undefined} nextCursor={page.next_cursor} />
      </div>
    </>
  );
}

type FilterProps = { path: string; q?: string; type?: string; state?: string };

async function ConnectorFilters({ path, q, type, state }: FilterProps) {
  const [t, types, words] = await Promise.all([
    getTranslations("connectors"),
    getTranslations("types"),
    getTranslations("states"),
  ]);
  const typeOptions = connectorTypes.map((value) => ({ value, words: types(value) }));
  const stateOptions = states.map((value) => ({ value, words: words(value) }));
  return (
    <Filters
      path={path}
      text={{ label: t("by_name"), value: q }}
      selects={[
        { name: "type", label: t("type"), value: type, options: typeOptions },
        { name: "state", label: t("state"), value: state, options: stateOptions },
      ]}
    />
  );
}
