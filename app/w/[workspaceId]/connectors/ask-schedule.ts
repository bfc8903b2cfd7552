"use client";

import { useLocale } from "next-intl";
import { useCallback } from "react";
import { send } from "#app/api-client.ts";
import type { AskPreview, SchedulePreview } from "#components/schedules/use-schedule-preview.ts";

const instants = "5";

/** How forms ask the preview door what a schedule comes to, in the reader's language. */
export function useAskSchedule(): AskPreview {
  const locale = useLocale();
  return useCallback(
    async (input, signal) => {
      const query = new URLSearchParams({ ...input, count: instants, locale });
      const answer = await send<SchedulePreview>("GET", `/v1/schedules/preview?${query}`, undefined, {
        ...(signal ? { signal } : {}),
      });
      if (answer.ok) return answer;
      return { ok: false, fields: answer.refusal.kind === "refused" ? answer.refusal.fields : [] };
    },
    [locale],
  );
}
