"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { Notice } from "#components/ui/notice.tsx";
import type { Role } from "#lib/auth/permissions.ts";

type Props = { workspaceId: string; userId: string; name: string; role: Role; roles: readonly Role[] };

/** What a member may do, to be changed; it holds from their next request on. */
export function MemberRole({ workspaceId, userId, name, role, roles }: Props) {
  const t = useTranslations("members");
  const names = useTranslations("roles");
  const { act, isBusy, problem } = useAct();
  const [shown, setShown] = useState({ role, isSaved: false });
  const choose = (chosen: Role) => {
    setShown({ role: chosen, isSaved: false });
    act(async () => {
      const door = `/v1/workspaces/${workspaceId}/members/${userId}`;
      const answer = await send("PATCH", door, { role: chosen });
      setShown(answer.ok ? { role: chosen, isSaved: true } : { role, isSaved: false });
      return answer;
    });
  };
  return (
    <div className="grid max-w-xs gap-1.5">
      <div className="flex items-center gap-2">
        <select
          aria-label={t("role_of", { name })}
          value={shown.role}
          disabled={isBusy}
          onChange={({ target }) => choose(target.value as Role)}
          className="rounded-lg border border-line bg-page px-2 py-1 text-sm"
        >
          {roles.map((value) => (
            <option key={value} value={value}>
              {names(value)}
            </option>
          ))}
        </select>
        <span role="status" className="text-good text-sm">
          {shown.isSaved ? t("role_saved") : null}
        </span>
      </div>
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
