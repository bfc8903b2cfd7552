"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { type Answer, type Refusal, send } from "#app/api-client.ts";
import type { Check, Preview } from "#components/connectors/trial/trial.ts";

/** Settings to try, as the doors of trials take them. */
export type TrialSubject = {
  type: string;
  slots: Record<string, unknown>;
  credentials?: Record<string, unknown> | null;
  connector_id?: string;
};

export type Trial = {
  /** What was tried: another subject makes it old. */
  of: string;
  check?: Check;
  preview?: Preview;
  refusal?: Refusal;
  isBusy: boolean;
};

const items = 20;

/** Tries settings against their source: a check, and when it passes a preview. The latest attempt counts. */
export function useTrial(workspaceId: string) {
  const [trial, setTrial] = useState<Trial>();
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const run = useCallback(
    async (subject: TrialSubject) => {
      stop.current?.abort();
      stop.current = new AbortController();
      const { signal } = stop.current;
      const of = JSON.stringify(subject);
      setTrial({ of, isBusy: true });
      const checked = await askTrial<Check>(workspaceId, "check", subject, signal);
      if (signal.aborted) return;
      if (!checked.ok) return setTrial({ of, refusal: checked.refusal, isBusy: false });
      const check = checked.body;
      if (!check.ok) return setTrial({ of, check, isBusy: false });
      setTrial({ of, check, isBusy: true });
      const previewed = await askTrial<Preview>(workspaceId, "preview", { ...subject, limit: items }, signal);
      if (signal.aborted) return;
      setTrial({
        of,
        check,
        ...(previewed.ok ? { preview: previewed.body } : { refusal: previewed.refusal }),
        isBusy: false,
      });
    },
    [workspaceId],
  );
  return { trial, run };
}

/** Asks a door of trials. */
export function askTrial<T>(
  workspaceId: string,
  door: "check" | "preview",
  body: TrialSubject & { limit?: number },
  signal?: AbortSignal,
): Promise<Answer<T>> {
  return send<T>("POST", `/v1/workspaces/${workspaceId}/connectors/${door}`, body, signal ? { signal } : {});
}
