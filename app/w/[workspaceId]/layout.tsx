import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AccountCorner } from "#app/account-corner.tsx";
import { pageContext, viewer } from "#app/session.ts";
import { RememberZone } from "#components/shell/remember-zone.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { WorkspaceBar } from "#components/shell/workspace-bar.tsx";
import { WorkspaceSwitcher } from "#components/shell/workspace-switcher.tsx";
import { getWorkspace } from "#lib/workspaces/get.ts";

type Props = { params: Promise<{ workspaceId: string }>; children: ReactNode };

export default async function WorkspaceLayout({ params, children }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const [{ name }, me, jar] = await Promise.all([getWorkspace(ctx), viewer(), cookies()]);
  return (
    <>
      {me?.user?.time_zone ? null : <RememberZone known={jar.get("time_zone")?.value} />}
      <Shell
        top={<WorkspaceSwitcher here={ctx.workspaceId} name={name} workspaces={me?.memberships ?? []} />}
        bar={<WorkspaceBar workspaceId={ctx.workspaceId} />}
        account={<AccountCorner person={ctx.person} />}
      >
        {children}
      </Shell>
    </>
  );
}
