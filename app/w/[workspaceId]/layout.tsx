import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { SignOutButton } from "#app/(auth)/sign-out-button.tsx";
import { pageContext, viewer } from "#app/session.ts";
import { AccountMenu } from "#components/shell/account-menu.tsx";
import { RememberZone } from "#components/shell/remember-zone.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { ThemeChoice } from "#components/shell/theme-choice.tsx";
import { themes } from "#components/shell/themes.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";
import { LanguageChoice } from "./language-choice.tsx";

type Props = { params: Promise<{ workspaceId: string }>; children: ReactNode };

export default async function WorkspaceLayout({ params, children }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const [{ name }, me, jar] = await Promise.all([getWorkspace(ctx), viewer(), cookies()]);
  const theme = themes.find((known) => known === jar.get("theme")?.value) ?? "system";
  const account = (
    <AccountMenu {...ctx.person}>
      <ThemeChoice theme={theme} />
      <LanguageChoice />
      <p>
        <SignOutButton />
      </p>
    </AccountMenu>
  );
  return (
    <>
      {me?.user?.time_zone ? null : <RememberZone known={jar.get("time_zone")?.value} />}
      <Shell workspaceId={ctx.workspaceId} workspaceName={name} account={account}>
        {children}
      </Shell>
    </>
  );
}
