import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { whoIsHere } from "#app/session.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { Person } from "#lib/auth/identify.ts";
import { type InvitationView, lookAtInvitation } from "#lib/auth/invitations/look-at.ts";
import { oidcSettings } from "#lib/auth/oidc/settings.ts";
import { services } from "#lib/services.ts";
import { SignOutButton } from "../../sign-out-button.tsx";
import { SingleSignOn } from "../../single-sign-on.tsx";
import { JoinButton } from "./join-button.tsx";
import { JoinForm } from "./join-form.tsx";

type Props = { params: Promise<{ code: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("invitation");
  return { title: t("title"), robots: { index: false }, referrer: "same-origin" };
}

export default async function InvitePage({ params }: Props) {
  const { code } = await params;
  const [invitation, person] = await Promise.all([lookAtInvitation(services(), code), whoIsHere()]);
  const isTheirs = person !== undefined && person.email === invitation?.email;
  if (invitation?.state === "accepted" && isTheirs) redirect(`/w/${invitation.workspaceId}`);
  if (invitation?.state !== "open") return <Shut state={invitation?.state} />;
  const { workspaceName, role, invitedBy, email } = invitation;
  const [t, roles] = await Promise.all([getTranslations("invitation"), getTranslations("roles")]);
  return (
    <>
      <h1 className="font-semibold text-2xl">{t("join", { workspace: workspaceName })}</h1>
      <p>
        {t.rich("invited", {
          inviter: invitedBy ?? t("somebody"),
          email,
          role: roles(role),
          strong: (words) => <strong>{words}</strong>,
        })}
      </p>
      <Acceptance code={code} invitation={invitation} person={person} />
    </>
  );
}

type AcceptanceProps = { code: string; invitation: InvitationView; person: Person | undefined };

function Acceptance({ code, invitation, person }: AcceptanceProps) {
  const t = useTranslations("invitation");
  const here = `/invite/${code}`;
  if (person?.email === invitation.email) return <JoinButton code={code} />;
  if (person) {
    return (
      <>
        <Notice>{t("other_account", { email: person.email })}</Notice>
        <p>
          <SignOutButton to={here} />
        </p>
      </>
    );
  }
  const oidc = oidcSettings();
  return (
    <>
      {oidc ? <SingleSignOn name={oidc.name} callbackUrl={here} /> : null}
      {invitation.hasAccount ? (
        <p>
          {t("has_account")}{" "}
          <Link
            href={`/sign-in?${new URLSearchParams({ callbackUrl: here })}`}
            className="text-accent underline underline-offset-2"
          >
            {t("sign_in_to_accept")}
          </Link>
        </p>
      ) : (
        <JoinForm code={code} email={invitation.email} />
      )}
    </>
  );
}

function Shut({ state = "unknown" }: { state: "accepted" | "expired" | undefined | "unknown" }) {
  const t = useTranslations("invitation");
  const auth = useTranslations("auth");
  return (
    <>
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p>{t(state)}</p>
      <p>
        <Link href="/sign-in" className="text-accent underline underline-offset-2">
          {auth("sign_in")}
        </Link>
      </p>
    </>
  );
}
