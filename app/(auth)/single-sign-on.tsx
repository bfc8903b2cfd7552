"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { beginSingleSignOn } from "./auth-client.ts";

export function SingleSignOn({ name, callbackUrl }: { name: string; callbackUrl: string }) {
  const [problem, setProblem] = useState<string>();
  const begin = async () => {
    const answer = await beginSingleSignOn(callbackUrl);
    if (answer.ok) location.assign(answer.body.url);
    else setProblem(answer.refusal.message);
  };
  return (
    <div className="grid gap-3">
      <Button look="plain" onClick={begin}>
        Continue with {name}
      </Button>
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
