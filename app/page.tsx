import { randomUUID } from "node:crypto";
import { redirect } from "next/navigation";
import { getMe } from "#lib/auth/account/get-me.ts";
import { services } from "#lib/services.ts";
import { SignOutButton } from "./(auth)/sign-out-button.tsx";
import { currentIdentity } from "./session.ts";

export default async function HomePage() {
  const identity = await currentIdentity();
  const { memberships } = await getMe({ ...services(), requestId: randomUUID(), identity });
  if (memberships[0]) redirect(`/w/${memberships[0].workspace_id}`);
  return (
    <main className="mx-auto grid max-w-md gap-4 px-6 py-16">
      <h1 className="font-semibold text-2xl">You are in no workspace</h1>
      <p>Ask an admin of your team's workspace to invite you, then open the address they give you.</p>
      <p>
        <SignOutButton />
      </p>
    </main>
  );
}
