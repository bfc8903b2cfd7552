"use client";

import { useEffect, useRef, useState } from "react";
import type { ScheduleInput } from "./schedule-draft.ts";

export type SchedulePreview = { description: string; timezone: string; instants: string[] };

/** What the preview door said of a schedule: what it comes to, the fields that are wrong, or nothing at all. */
export type PreviewReply =
  | { ok: true; body: SchedulePreview }
  | { ok: false; fields: { path: string; message: string }[] };

export type AskPreview = (input: ScheduleInput, signal?: AbortSignal) => Promise<PreviewReply>;

const typingMs = 250;

/** What a schedule comes to, asked anew when it changed and nobody types; the last answer stays until the next. */
export function useSchedulePreview(input: ScheduleInput, ask: AskPreview): PreviewReply | undefined {
  const [reply, setReply] = useState<PreviewReply>();
  const asking = useRef(ask);
  asking.current = ask;
  const { scheduler_type, scheduler_value, timezone } = input;
  const isBlank = scheduler_type !== "imed" && !scheduler_value;
  useEffect(() => {
    if (isBlank) return setReply(undefined);
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const value = scheduler_value === undefined ? {} : { scheduler_value };
      const answer = await asking.current({ scheduler_type, ...value, timezone }, stop.signal);
      if (!stop.signal.aborted) setReply(answer);
    }, typingMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [scheduler_type, scheduler_value, timezone, isBlank]);
  return reply;
}
