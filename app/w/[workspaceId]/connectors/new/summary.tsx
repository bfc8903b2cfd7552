"use client";

import { useTranslations } from "next-intl";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { TypeIcon } from "#components/connectors/type-icon.tsx";
import { curlOf } from "#components/connectors/wizard/creation.ts";
import type { useFacts } from "#components/connectors/wizard/use-facts.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";

type Props = {
  workspaceId: string;
  type: ConnectorType;
  form: ConnectorForm;
  facts: ReturnType<typeof useFacts>;
};

/** Beside each step: what the type needs, what will be made, and the request that makes it. */
export function Summary({ workspaceId, type, form, facts }: Props) {
  const t = useTranslations("wizard");
  const sources = useTranslations("sources");
  const { source, settings, signIn, schedule, collections } = facts;
  return (
    <aside aria-label={t("summary")} className="grid min-w-0 content-start gap-5 text-sm xl:sticky xl:top-8">
      <section className="grid gap-3 rounded-lg border border-line px-4 py-4">
        <h3 className="flex items-center gap-2 font-medium">
          <TypeIcon type={type} size={18} />
          {source}
        </h3>
        <p className="text-quiet">{sources(`${type}.needs`)}</p>
        <ul className="grid gap-2 border-line border-t pt-3">
          <li className="font-medium [overflow-wrap:anywhere]">{form.name.trim() || t("no_name")}</li>
          {settings.slice(0, 4).map(({ path, title, words }) => (
            <li key={path} className="[overflow-wrap:anywhere]">
              <span className="text-quiet">{title}: </span>
              {words}
            </li>
          ))}
          {signIn ? <li className="text-quiet">{signIn}</li> : null}
          <li>{schedule}</li>
          <li>{collections}</li>
        </ul>
      </section>
      <Request command={curlOf(location.origin, workspaceId, type, form)} />
    </aside>
  );
}

/** The request of the API that does the same. */
export function Request({ command }: { command: string }) {
  const t = useTranslations("wizard");
  return (
    <details className="min-w-0 rounded-lg border border-line">
      <summary className="cursor-pointer rounded-lg px-4 py-2.5 font-medium hover:bg-raised">
        {t("request")}
      </summary>
      <div className="grid min-w-0 gap-2 px-4 pb-4">
        <div className="flex items-start justify-between gap-3">
          <p className="text-quiet">{t("request_help")}</p>
          <CopyButton text={command} label={t("copy_request")} />
        </div>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t("request")}
          className="max-h-80 overflow-auto rounded-lg bg-raised p-3 text-xs"
        >
          <pre>{command}</pre>
        </section>
      </div>
    </details>
  );
}
