import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { schemaWords } from "#app/i18n/schema-words.ts";
import { NextInstants } from "#components/schedules/next-instants.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { getSchedule } from "#lib/schedules/list.ts";
import type { ListedSchedule } from "#lib/schedules/listed.ts";
import { nextInstants, scheduleOf } from "#lib/schedules/next.ts";
import { openConnector } from "../open-connector.ts";
import { ScheduleForm } from "./schedule-form.tsx";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }> };

const shownInstants = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connector_tabs"))("schedule") };
}

export default async function ConnectorSchedulePage({ params }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx } = await openConnector(workspaceId, connectorId);
  const [{ schedule, version }, locale, t, roles] = await Promise.all([
    getSchedule(ctx, { connectorId }),
    getLocale(),
    getTranslations("connector_settings"),
    getTranslations("roles"),
  ]);
  const { type, value, timezone, missed, description } = schedule;
  if (isAllowed(ctx.role, "schedules.write")) {
    return (
      <div className="grid min-w-0 max-w-3xl gap-6">
        <Paused schedule={schedule} />
        <ScheduleForm
          workspaceId={ctx.workspaceId}
          connectorId={connectorId}
          version={version}
          schedule={{ type, value, timezone, missed }}
          words={schemaWords(locale)}
        />
      </div>
    );
  }
  const instants = nextInstants(scheduleOf(schedule), ctx.now(), shownInstants);
  return (
    <div className="grid min-w-0 max-w-3xl gap-4">
      <Paused schedule={schedule} />
      <NextInstants
        preview={{ description, timezone, instants: instants.map((instant) => instant.toISOString()) }}
      />
      <p className="text-quiet text-sm">{t("who_may", { needed: roles("admin") })}</p>
    </div>
  );
}

async function Paused({ schedule }: { schedule: ListedSchedule }) {
  if (schedule.state !== "paused") return null;
  const t = await getTranslations("connector_settings");
  return (
    <p className="rounded-lg border border-line bg-raised px-4 py-3 text-sm">
      {t("paused")} {schedule.pause_reason ? t("paused_because", { reason: schedule.pause_reason }) : ""}
    </p>
  );
}
