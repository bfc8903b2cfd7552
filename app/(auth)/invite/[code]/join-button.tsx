"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { postJson } from "../../auth-client.ts";

export function JoinButton({ code }: { code: string }) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    const joined = await postJson<{ workspace_id: string }>("/v1/invitations/accept", { code });
    if (joined.ok) return location.assign(`/w/${joined.body.workspace_id}`);
    setProblem(joined.refusal.message);
    setBusy(false);
  };
  return (
    <div className="grid gap-3">
      {problem ? <Notice>{problem}</Notice> : null}
      <Button onClick={join} disabled={isBusy}>
        Accept
      </Button>
    </div>
  );
}
