import Link from "next/link";
import { type Locale, useFormatter, useTranslations } from "next-intl";
import { Facts } from "#components/ui/facts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { PresentedCollection } from "#lib/collections/schemas.ts";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import { connectorRow } from "../../rows.ts";

type Props = { connector: ListedConnector; collections: PresentedCollection[]; locale: Locale };

/** A connector's schedule, its next and its last run, what it holds and where that is found. */
export function ConnectorFacts({ connector, collections, locale }: Props) {
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
        [
          t("collections"),
          collections.length === 0
            ? t("in_none")
            : collections.map(({ id, name }, index) => (
                <span key={id}>
                  {index > 0 ? ", " : null}
                  <Link
                    href={`/w/${connector.workspace_id}/collections/${id}`}
                    className="underline underline-offset-2"
                  >
                    {name}
                  </Link>
                </span>
              )),
        ],
        [t("created"), <Moment key="created" at={connector.created_at} />],
      ]}
    />
  );
}
