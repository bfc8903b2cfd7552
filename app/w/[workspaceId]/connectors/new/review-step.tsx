"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import type { useFacts } from "#components/connectors/wizard/use-facts.ts";

type Props = { form: ConnectorForm; facts: ReturnType<typeof useFacts>; onEdit: (path: string) => void };

/** What will be made and what happens then, in sentences; each part can be gone back to. */
export function ReviewStep({ form, facts, onEdit }: Props) {
  const t = useTranslations("wizard_review");
  const { subject, settings, signIn, schedule, missed, collections, begins } = facts;
  return (
    <div className="grid gap-5">
      <div className="divide-y divide-line rounded-lg border border-line">
        <Part title={t("what")} path="slots" onEdit={onEdit}>
          <p>
            {t.rich("reads", {
              name: form.name.trim(),
              subject,
              strong: (words) => <strong>{words}</strong>,
            })}
          </p>
          <dl className="mt-1 grid gap-1">
            {settings.map((fact) => (
              <div key={fact.path} className="[overflow-wrap:anywhere]">
                <dt className="inline text-quiet">{fact.title}: </dt>
                <dd className="inline">{fact.words}</dd>
              </div>
            ))}
          </dl>
        </Part>
        {signIn ? (
          <Part title={t("how")} path="method" onEdit={onEdit}>
            <p>{signIn}</p>
          </Part>
        ) : null}
        <Part title={t("when")} path="schedule.scheduler_type" onEdit={onEdit}>
          <p>{schedule}</p>
          {missed ? <p className="text-quiet">{missed}</p> : null}
        </Part>
        <Part title={t("where")} path="collection_ids" onEdit={onEdit}>
          <p>{collections}</p>
        </Part>
      </div>
      <p className="rounded-lg bg-raised px-4 py-3 text-sm">
        <span className="font-medium">{t("then")}</span> {begins}
      </p>
    </div>
  );
}

type PartProps = { title: string; path: string; onEdit: (path: string) => void; children: ReactNode };

function Part({ title, path, onEdit, children }: PartProps) {
  const t = useTranslations("wizard_review");
  return (
    <section className="grid gap-x-4 gap-y-1 px-4 py-3.5 text-sm sm:grid-cols-[9rem_minmax(0,1fr)_auto]">
      <h3 className="text-quiet">{title}</h3>
      <div className="min-w-0">{children}</div>
      <p>
        <button
          type="button"
          onClick={() => onEdit(path)}
          aria-label={t("edit_part", { part: title })}
          className="text-accent underline underline-offset-2"
        >
          {t("edit")}
        </button>
      </p>
    </section>
  );
}
