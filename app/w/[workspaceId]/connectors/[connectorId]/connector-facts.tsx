import Link from "next/link";
import { type Locale, useFormatter, useTranslations } from "next-intl";
import { Facts } from "#components/ui/facts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import { connectorRow } from "../../rows.ts";

/** A connector's schedule, its next and its last run, and what it holds. */
export function ConnectorFacts({ connector, locale }: { connector: ListedConnector; locale: Locale }) {
  const t = useTranslations("connectors");
  const format = useFormatter();
  const { schedule, timeZone, nextRunAt, lastRun, documents } = connectorRow(connector, locale);
  return (
    <Facts
      facts={[
        [t("schedule"), timeZone ? `${schedule} (${timeZone})` : schedule],
        [t("next_run"), nextRunAt ? <Moment key="next" at={nextRunAt} /> : t("none_planned")],
        [
          t("last_run"),
          lastRun ? (
            <Link key="last" href={lastRun.href} className="hover:underline">
              <StateBadge state={lastRun.state} />, <Moment at={lastRun.at} />
            </Link>
          ) : (
            t("not_yet")
          ),
        ],
        [t("documents"), format.number(documents)],
        [t("created"), <Moment key="created" at={connector.created_at} />],
      ]}
    />
  );
}
