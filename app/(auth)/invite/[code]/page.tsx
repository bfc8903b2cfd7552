import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
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

export const metadata: Metadata = { title: "Invitation", robots: { index: false }, referrer: "same-origin" };

export default async function InvitePage({ params }: Props) {
  const { code } = await params;
  const [invitation, person] = await Promise.all([lookAtInvitation(services(), code), whoIsHere()]);
  const isTheirs = person !== undefined && person.email === invitation?.email;
  if (invitation?.state === "accepted" && isTheirs) redirect(`/w/${invitation.workspaceId}`);
  if (invitation?.state !== "open") return <Shut state={invitation?.state} />;
  const { workspaceName, role, invitedBy } = invitation;
  return (
    <>
      <h1 className="font-semibold text-2xl">Join {workspaceName}</h1>
      <p>
        {invitedBy ?? "Somebody"} invited <strong>{invitation.email}</strong> to this workspace as {role}.
      </p>
      <Acceptance code={code} invitation={invitation} person={person} />
    </>
  );
}

type AcceptanceProps = { code: string; invitation: InvitationView; person: Person | undefined };

function Acceptance({ code, invitation, person }: AcceptanceProps) {
  const here = `/invite/${code}`;
  if (person?.email === invitation.email) return <JoinButton code={code} />;
  if (person) {
    return (
      <>
        <Notice>You are signed in as {person.email}. Sign out to accept this invitation.</Notice>
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
          You have an account already.{" "}
          <Link
            href={`/sign-in?${new URLSearchParams({ callbackUrl: here })}`}
            className="text-accent underline underline-offset-2"
          >
            Sign in to accept
          </Link>
        </p>
      ) : (
        <JoinForm code={code} email={invitation.email} />
      )}
    </>
  );
}

const shutWords = {
  accepted: "This invitation was accepted already.",
  expired: "This invitation has expired. Ask whoever sent it for another.",
  unknown:
    "There is no such invitation: it was taken back, or its address was cut short. Ask whoever sent it.",
};

function Shut({ state = "unknown" }: { state: "accepted" | "expired" | undefined | "unknown" }) {
  return (
    <>
      <h1 className="font-semibold text-2xl">Invitation</h1>
      <p>{shutWords[state]}</p>
      <p>
        <Link href="/sign-in" className="text-accent underline underline-offset-2">
          Sign in
        </Link>
      </p>
    </>
  );
}
