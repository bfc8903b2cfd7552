import type { Metadata } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Fragment } from "react";
import { pageContext } from "#app/session.ts";
import { SettingForm } from "#app/setting-form.tsx";
import { timeZoneOptions } from "#app/time-zones.ts";
import { Copyable } from "#components/ui/copyable.tsx";
import { Section } from "#components/ui/section.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { getWorkspace } from "#lib/workspaces/get.ts";
import type { PresentedWorkspace } from "#lib/workspaces/schemas.ts";
import { getUsage, type Usage } from "#lib/workspaces/usage.ts";
import { DeleteWorkspace } from "./delete-workspace.tsx";

type Props = { params: Promise<{ workspaceId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function GeneralPage({ params }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const [workspace, usage, t] = await Promise.all([
    getWorkspace(ctx),
    getUsage(ctx),
    getTranslations("settings"),
  ]);
  return (
    <>
      {isAllowed(ctx.role, "workspace.write") ? (
        <Changeable workspace={workspace} />
      ) : (
        <Readable workspace={workspace} />
      )}
      <Section title={t("id")} help={t("id_help")}>
        <div className="max-w-md">
          <Copyable label={t("id")} value={workspace.id} />
        </div>
      </Section>
      <Section title={t("usage")} help={t("usage_help")}>
        <UsageFacts usage={usage} />
      </Section>
      {isAllowed(ctx.role, "workspace.delete") ? (
        <Section title={t("delete")} help={t("delete_help")}>
          <DeleteWorkspace workspaceId={workspace.id} name={workspace.name} />
        </Section>
      ) : null}
    </>
  );
}

function Changeable({ workspace }: { workspace: PresentedWorkspace }) {
  const t = useTranslations("settings");
  const door = `/v1/workspaces/${workspace.id}`;
  return (
    <>
      <Section title={t("name")} help={t("name_help")}>
        <SettingForm
          door={door}
          name="name"
          label={t("name")}
          value={workspace.name}
          wrong={t("enter_name")}
          input={{ maxLength: 100 }}
        />
      </Section>
      <Section title={t("time_zone")} help={t("time_zone_help")}>
        <SettingForm
          door={door}
          name="time_zone"
          label={t("time_zone")}
          value={workspace.time_zone}
          wrong={t("time_zone_help")}
          options={timeZoneOptions(workspace.time_zone, t("other_zones"))}
        />
      </Section>
      <Section title={t("retention")} help={t("retention_help")}>
        <SettingForm
          door={door}
          name="retention_days"
          label={t("retention_days")}
          value={workspace.retention_days}
          wrong={t("enter_days")}
          input={{ min: 1, max: 3650 }}
        />
      </Section>
    </>
  );
}

function Readable({ workspace }: { workspace: PresentedWorkspace }) {
  const t = useTranslations("settings");
  return (
    <>
      <Section title={t("name")}>{workspace.name}</Section>
      <Section title={t("time_zone")} help={t("time_zone_help")}>
        {workspace.time_zone}
      </Section>
      <Section title={t("retention")} help={t("retention_help")}>
        {t("days", { count: workspace.retention_days })}
      </Section>
      <p className="text-quiet text-sm">{t("ask_admin")}</p>
    </>
  );
}

function UsageFacts({ usage }: { usage: Usage }) {
  const t = useTranslations("settings");
  const { number } = useFormatter();
  const megabytes = (bytes: number) =>
    number(bytes / 1e6, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 });
  const facts = [
    { name: t("connectors"), ...usage.connectors, show: number },
    { name: t("documents"), ...usage.documents, show: number },
    { name: t("originals"), ...usage.bytes, show: megabytes },
  ];
  return (
    <dl className="grid max-w-md grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
      {facts.map(({ name, used, limit, show }) => (
        <Fragment key={name}>
          <dt className="text-quiet">{name}</dt>
          <dd className="tabular-nums">
            {limit === null ? show(used) : t("used_of", { used: show(used), limit: show(limit) })}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
