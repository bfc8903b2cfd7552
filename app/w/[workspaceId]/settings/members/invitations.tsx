import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { PageContext } from "#app/session.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { listInvitations } from "#lib/auth/invitations/list.ts";
import type { PresentedInvitation } from "#lib/auth/invitations/schemas.ts";
import type { PresentedMember } from "#lib/auth/members/schemas.ts";
import { roles } from "#lib/auth/permissions.ts";
import { InviteForm } from "./invite-form.tsx";
import { RevokeInvitation } from "./revoke-invitation.tsx";

type Props = { ctx: PageContext; members: PresentedMember[] };

/** Brings others in: an invitation's address to hand over, and the invitations that wait. */
export async function Invitations({ ctx, members }: Props) {
  const [{ items }, t] = await Promise.all([
    listInvitations(ctx, { limit: 200 }),
    getTranslations("members"),
  ]);
  const given = roles.filter((role) => role !== "owner" || ctx.role === "owner");
  return (
    <>
      <Section title={t("invite")} help={t("invite_help")}>
        <InviteForm workspaceId={ctx.workspaceId} roles={given} />
      </Section>
      {items.length > 0 ? (
        <section className="grid min-w-0 gap-3">
          <h2 className="font-medium text-lg">{t("invitations")}</h2>
          <Table
            label={t("invitations")}
            columns={[t("email"), t("role"), t("invited_by"), t("expires"), t("actions")]}
          >
            {items.map((invitation) => (
              <Row
                key={invitation.id}
                invitation={invitation}
                invitedBy={members.find(({ user_id }) => user_id === invitation.invited_by)?.name}
                isExpired={Date.parse(invitation.expires_at) <= ctx.now().getTime()}
                action={
                  given.includes(invitation.role) ? (
                    <RevokeInvitation
                      workspaceId={ctx.workspaceId}
                      id={invitation.id}
                      email={invitation.email}
                    />
                  ) : null
                }
              />
            ))}
          </Table>
        </section>
      ) : null}
    </>
  );
}

type RowProps = {
  invitation: PresentedInvitation;
  invitedBy: string | undefined;
  isExpired: boolean;
  action: ReactNode;
};

function Row({ invitation, invitedBy, isExpired, action }: RowProps) {
  const t = useTranslations("members");
  const names = useTranslations("roles");
  return (
    <tr>
      <td className="[overflow-wrap:anywhere]">{invitation.email}</td>
      <td>{names(invitation.role)}</td>
      <td>{invitedBy}</td>
      <td>
        {isExpired ? <span className="text-warn">{t("expired")}: </span> : null}
        <Moment at={invitation.expires_at} />
      </td>
      <td>{action}</td>
    </tr>
  );
}
