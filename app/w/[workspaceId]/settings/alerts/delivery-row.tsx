import Link from "next/link";
import { useTranslations } from "next-intl";
import { Moment } from "#components/ui/moment.tsx";
import type { PresentedDelivery } from "#lib/alerts/schemas.ts";
import { Redeliver } from "./redeliver.tsx";

type Props = { workspaceId: string; delivery: PresentedDelivery; address: string };

const looks = { waiting: "text-quiet", delivered: "text-good", failed: "text-bad" };

/** A message, and what came of each attempt to deliver it. */
export function DeliveryRow({ workspaceId, delivery, address }: Props) {
  const t = useTranslations("alerts");
  const { id, event, kind, connector_id, state, created_at, next_attempt_at, attempts } = delivery;
  const last = attempts.at(-1);
  return (
    <tr>
      <td className="[overflow-wrap:anywhere]">
        {kind ? t(event === "alert.resolved" ? "over" : "begun", { kind: t(`kind.${kind}`) }) : t("a_test")}
        {connector_id ? (
          <>
            <br />
            <Link href={`/w/${workspaceId}/connectors/${connector_id}`} className="text-accent underline">
              {connector_id}
            </Link>
          </>
        ) : null}
      </td>
      <td className="max-w-xs [overflow-wrap:anywhere]">{address}</td>
      <td>
        <Moment at={created_at} />
      </td>
      <td className="max-w-xs [overflow-wrap:anywhere]">
        <span className={looks[state]}>{t(`states.${state}`)}</span>
        {attempts.length > 0 ? (
          <p className="text-quiet">{t("attempts", { count: attempts.length })}</p>
        ) : null}
        {last?.error ? <p>{last.error}</p> : null}
        {next_attempt_at && attempts.length > 0 ? (
          <p className="text-quiet">
            {t("next")} <Moment at={next_attempt_at} />
          </p>
        ) : null}
      </td>
      <td>
        {state === "waiting" ? null : (
          <Redeliver door={`/v1/workspaces/${workspaceId}/alerts/deliveries/${id}/redeliver`} />
        )}
      </td>
    </tr>
  );
}
