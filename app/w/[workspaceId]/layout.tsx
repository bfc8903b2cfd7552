import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AccountCorner } from "#app/account-corner.tsx";
import { CommandKeys } from "#app/command/command-keys.tsx";
import { pageContext, viewer } from "#app/session.ts";
import { RememberZone } from "#components/shell/remember-zone.tsx";
import { Shell } from "#components/shell/shell.tsx";
import { WorkspaceBar } from "#components/shell/workspace-bar.tsx";
import { WorkspaceSwitcher } from "#components/shell/workspace-switcher.tsx";
import { countAttention } from "#lib/attention/count.ts";
import { isAllowed, type Role } from "#lib/auth/permissions.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";

type Props = { params: Promise<{ workspaceId: string }>; children: ReactNode };

export default async function WorkspaceLayout({ params, children }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const [{ name }, attention, me, jar] = await Promise.all([
    getWorkspace(ctx),
    countAttention(ctx),
    viewer(),
    cookies(),
  ]);
  return (
    <>
      {me?.user?.time_zone ? null : <RememberZone known={jar.get("time_zone")?.value} />}
      <Shell
        top={<WorkspaceSwitcher here={ctx.workspaceId} name={name} workspaces={me?.memberships ?? []} />}
        bar={
          <WorkspaceBar
            workspaceId={ctx.workspaceId}
            attention={attention.total}
            command={<CommandKeys workspaceId={ctx.workspaceId} may={mayOf(ctx.role)} />}
          />
        }
        account={<AccountCorner person={ctx.person} />}
      >
        {children}
      </Shell>
    </>
  );
}

function mayOf(role: Role) {
  return {
    run: isAllowed(role, "runs.write"),
    schedule: isAllowed(role, "schedules.write"),
    create: isAllowed(role, "connectors.write"),
  };
}
