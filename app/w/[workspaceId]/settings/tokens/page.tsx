import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { listMembers } from "#lib/auth/members/list.ts";
import { hasRole, roles } from "#lib/auth/permissions.ts";
import { listTokens } from "#lib/auth/tokens/list.ts";
import { listTokensQuery } from "#lib/auth/tokens/schemas.ts";
import { orNotFound, readFilters, type SearchParams } from "../../filters.ts";
import { TokenForm } from "./token-form.tsx";
import { TokenRow } from "./token-row.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("tokens") };
}

export default async function TokensPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const { cursor, limit } = await readFilters(listTokensQuery, searchParams);
  const [{ items, next_cursor }, members, t] = await Promise.all([
    orNotFound(listTokens(ctx, { cursor, limit })),
    listMembers(ctx, { limit: 200 }),
    getTranslations("tokens"),
  ]);
  const makerOf = (id: string | null) => members.items.find(({ user_id }) => user_id === id)?.name;
  return (
    <>
      <Section title={t("create")} help={t("create_help")}>
        <TokenForm workspaceId={ctx.workspaceId} roles={roles.filter((role) => hasRole(ctx.role, role))} />
      </Section>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("title")}</h2>
        {items.length > 0 ? (
          <Table
            label={t("title")}
            columns={[t("name"), t("role"), t("created"), t("last_used"), t("expires"), t("actions")]}
          >
            {items.map((token) => (
              <TokenRow
                key={token.id}
                workspaceId={ctx.workspaceId}
                token={token}
                maker={makerOf(token.created_by)}
                now={ctx.now()}
              />
            ))}
          </Table>
        ) : (
          <EmptyState words={t("empty")} action={{ href: "/docs/api", label: t("empty_action") }} />
        )}
        <Pager
          path={`/w/${ctx.workspaceId}/settings/tokens`}
          filters={{}}
          isFirst={cursor === undefined}
          nextCursor={next_cursor}
        />
      </section>
    </>
  );
}
