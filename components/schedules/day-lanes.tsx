import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { TypeIcon } from "#components/connectors/type-icon.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";

export type Lane = {
  href: string;
  name: string;
  type: ConnectorType;
  /** In order. */
  instants: string[];
  /** It runs more often than that. */
  more: boolean;
};

type Props = { from: string; to: string; lanes: Lane[] };

const hourMs = 3_600_000;
const shownHours = [0, 6, 12, 18];

/** The next hours, a lane for each connector, with a mark where it runs. The same in words beside it. */
export function DayLanes({ from, to, lanes }: Props) {
  const t = useTranslations("home");
  const format = useFormatter();
  const start = Date.parse(from);
  const time = (at: number) => format.dateTime(at, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (
    <div className="rounded-lg border border-line text-sm tabular-nums">
      <table className="w-full border-collapse text-left [&_td]:border-line [&_td]:border-t [&_td]:px-3 [&_td]:py-2">
        <thead className="bg-raised text-quiet">
          <tr>
            <th scope="col" className="px-3 py-2 font-medium">
              {t("connector")}
            </th>
            <th scope="col" className="w-1/2 px-3 py-2 font-medium max-sm:hidden">
              <span className="sr-only">{t("hours")}</span>
              <span aria-hidden="true" className="flex text-xs">
                {shownHours.map((hour) => (
                  <span key={hour} className="w-1/4">
                    {time(start + hour * hourMs)}
                  </span>
                ))}
              </span>
            </th>
            <th scope="col" className="whitespace-nowrap px-3 py-2 text-right font-medium">
              {t("next_run")}
            </th>
          </tr>
        </thead>
        <tbody>
          {lanes.map(({ href, name, type, instants, more }) => (
            <tr key={href}>
              <td className="min-w-28 [overflow-wrap:anywhere]">
                <Link href={href} prefetch={false} className="inline-flex gap-2 font-medium hover:underline">
                  <TypeIcon type={type} size={16} />
                  {name}
                </Link>
              </td>
              <td className="max-sm:hidden">
                <Marks from={start} to={Date.parse(to)} instants={instants} />
              </td>
              <td className="whitespace-nowrap text-right">
                {instants[0] ? time(Date.parse(instants[0])) : null}
                <span className="block text-quiet text-xs">
                  {t("times", { count: instants.length, more: String(more) })}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Marks({ from, to, instants }: { from: number; to: number; instants: string[] }) {
  return (
    <svg viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" className="block h-4 w-full">
      {shownHours.map((hour) => (
        <line
          key={hour}
          x1={(hour / 24) * 100}
          x2={(hour / 24) * 100}
          y1="0"
          y2="16"
          className="stroke-line"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {instants.map((at) => {
        const x = ((Date.parse(at) - from) / (to - from)) * 100;
        return (
          <line
            key={at}
            x1={x}
            x2={x}
            y1="2"
            y2="14"
            strokeWidth="3"
            strokeLinecap="round"
            className="stroke-accent"
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </svg>
  );
}
