import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { type PageContext, pageContext } from "#app/session.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { Table } from "#components/ui/table.tsx";
import { listMembers } from "#lib/auth/members/list.ts";
import { listMembersQuery, type PresentedMember } from "#lib/auth/members/schemas.ts";
import { isAllowed, roles } from "#lib/auth/permissions.ts";
import { orNotFound, readFilters, type SearchParams } from "../../filters.ts";
import { Invitations } from "./invitations.tsx";
import { MemberRole } from "./member-role.tsx";
import { RemoveMember } from "./remove-member.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("members") };
}

export default async function MembersPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const { cursor, limit } = await readFilters(listMembersQuery, searchParams);
  const [{ items, next_cursor }, t] = await Promise.all([
    orNotFound(listMembers(ctx, { cursor, limit })),
    getTranslations("members"),
  ]);
  const owners = items.filter(({ role }) => role === "owner");
  const isWhole = cursor === undefined && next_cursor === null;
  return (
    <>
      {isAllowed(ctx.role, "members.write") ? <Invitations ctx={ctx} members={items} /> : null}
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("title")}</h2>
        <Table label={t("title")} columns={[t("name"), t("role"), t("joined"), t("actions")]}>
          {items.map((member) => (
            <Row
              key={member.user_id}
              ctx={ctx}
              member={member}
              isLastOwner={isWhole && member.role === "owner" && owners.length === 1}
            />
          ))}
        </Table>
        <Pager
          path={`/w/${ctx.workspaceId}/settings/members`}
          filters={{}}
          isFirst={cursor === undefined}
          nextCursor={next_cursor}
        />
      </section>
    </>
  );
}

type RowProps = { ctx: PageContext; member: PresentedMember; isLastOwner: boolean };

function Row({ ctx, member, isLastOwner }: RowProps) {
  const t = useTranslations("members");
  const names = useTranslations("roles");
  const isSelf = ctx.actor.type === "user" && ctx.actor.userId === member.user_id;
  const manages = isAllowed(ctx.role, "members.write") && (member.role !== "owner" || ctx.role === "owner");
  const of = { workspaceId: ctx.workspaceId, userId: member.user_id, name: member.name };
  const given = roles.filter((role) => role !== "owner" || ctx.role === "owner");
  return (
    <tr>
      <td className="[overflow-wrap:anywhere]">
        <span className="font-medium">{member.name}</span>
        {isSelf ? <span className="text-quiet"> ({t("you")})</span> : null}
        <br />
        <span className="text-quiet">{member.email}</span>
      </td>
      <td>
        {manages && !isLastOwner ? (
          <MemberRole {...of} role={member.role} roles={given} />
        ) : (
          <>
            {names(member.role)}
            {isLastOwner ? <p className="max-w-56 text-quiet">{t("last_owner")}</p> : null}
          </>
        )}
      </td>
      <td>
        <Moment at={member.joined_at} />
      </td>
      <td>{(manages || isSelf) && !isLastOwner ? <RemoveMember {...of} isSelf={isSelf} /> : null}</td>
    </tr>
  );
}
