import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { TypeIcon } from "#components/connectors/type-icon.tsx";
import { Duration } from "#components/ui/amounts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { Column } from "./columns.ts";
import type { ScheduleRow } from "./row.ts";
import { RunStrip } from "./run-strip.tsx";
import { ScheduleStates } from "./schedule-states.tsx";

export type CellProps = {
  row: ScheduleRow;
  /** In which times are said. */
  timeZone: string;
  now: Date;
  /** Where the board is, for filters by what a cell shows. */
  path: string;
  strip: { room: number; isBars: boolean };
};

const cells: Record<Column, (props: CellProps) => ReactNode> = {
  state: ({ row, timeZone }) => <ScheduleStates row={row} timeZone={timeZone} />,
  connector: ConnectorCell,
  schedule: ScheduleCell,
  zone: ({ row }) => row.timeZone,
  next_run: NextRun,
  runs: Runs,
  last_success: ({ row, timeZone, now }) => <Ago at={row.lastSuccessAt} timeZone={timeZone} now={now} />,
  lateness: ({ row }) => <Length ms={row.latenessS > 0 ? row.latenessS * 1000 : null} />,
  usual: ({ row }) => <Length ms={row.usualMs} />,
  documents: Documents,
  collections: Collections,
  owner: Owner,
};

export function Cell({ column, ...props }: CellProps & { column: Column }) {
  const Content = cells[column];
  return <Content {...props} />;
}

/** Nothing to say, which screen readers hear too. */
function None() {
  const t = useTranslations("schedules");
  return (
    <>
      <span aria-hidden="true" className="text-quiet">
        –
      </span>
      <span className="sr-only">{t("none")}</span>
    </>
  );
}

function Length({ ms }: { ms: number | null }) {
  if (ms === null) return <None />;
  return (
    <span className="whitespace-nowrap">
      <Duration ms={ms} />
    </span>
  );
}

function ConnectorCell({ row, ...rest }: CellProps) {
  const types = useTranslations("types");
  return (
    <div className="flex min-w-36 items-start gap-2.5">
      <span className="mt-0.5">
        <TypeIcon type={row.type} size={18} />
      </span>
      <div className="grid min-w-0 gap-0.5">
        <Link
          href={row.href}
          prefetch={false}
          className="font-medium [overflow-wrap:anywhere] hover:underline"
        >
          {row.name}
        </Link>
        <span className="text-quiet text-xs">{types(row.type)}</span>
        {/* What narrow screens have no columns for. */}
        <div className="grid gap-1.5 pt-1 md:hidden">
          <ScheduleStates row={row} timeZone={rest.timeZone} />
          <span className="text-quiet text-xs">{row.words}</span>
          <Runs row={row} {...rest} />
        </div>
      </div>
    </div>
  );
}

function ScheduleCell({ row }: CellProps) {
  return (
    <div className="grid min-w-36 gap-0.5">
      <span>{row.words}</span>
      {row.kind === "cron" ? (
        <span className="text-quiet text-xs">
          <code className="font-mono">{row.value}</code>{" "}
          <span className="whitespace-nowrap">{row.timeZone}</span>
        </span>
      ) : null}
    </div>
  );
}

function NextRun({ row, timeZone, now }: CellProps) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  if (!row.nextRunAt) return <span className="text-quiet">{t("none_planned")}</span>;
  const at = new Date(row.nextRunAt);
  const isDue = at <= now;
  return (
    <div className="grid gap-0.5">
      <span className={`whitespace-nowrap ${row.latenessS > 0 ? "text-warn" : ""}`}>
        {isDue && row.latenessS === 0 ? t("due_now") : format.relativeTime(at, now)}
      </span>
      <span className="text-quiet text-xs">
        <Moment at={row.nextRunAt} timeZone={timeZone} isBrief />
      </span>
    </div>
  );
}

function Runs({ row, timeZone, strip }: Omit<CellProps, "path">) {
  const t = useTranslations("schedules");
  if (row.runs.length === 0) return <span className="text-quiet">{t("not_yet")}</span>;
  const { room, isBars } = strip;
  return (
    <RunStrip
      label={t("last_runs_of", { name: row.name })}
      runs={row.runs}
      room={room}
      timeZone={timeZone}
      isBars={isBars}
    />
  );
}

function Ago({ at, timeZone, now }: { at: string | null; timeZone: string; now: Date }) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  if (at === null) return <span className="text-quiet">{t("never")}</span>;
  return (
    <div className="grid gap-0.5">
      <span className="whitespace-nowrap">{format.relativeTime(new Date(at), now)}</span>
      <span className="text-quiet text-xs">
        <Moment at={at} timeZone={timeZone} isBrief />
      </span>
    </div>
  );
}

function Documents({ row, now }: CellProps) {
  const format = useFormatter();
  return (
    <div className="grid gap-0.5">
      <Link href={`${row.href}/documents`} prefetch={false} className="hover:underline">
        {format.number(row.documents)}
      </Link>
      {row.documentsChangedAt ? (
        <span className="whitespace-nowrap text-quiet text-xs">
          {format.relativeTime(new Date(row.documentsChangedAt), now)}
        </span>
      ) : null}
    </div>
  );
}

const shownCollections = 2;

function Collections({ row }: CellProps) {
  const t = useTranslations("schedules");
  if (row.collections.length === 0) return <span className="text-quiet">{t("no_collection")}</span>;
  const more = row.collections.length - shownCollections;
  return (
    <ul className="grid min-w-24 gap-0.5">
      {row.collections.slice(0, shownCollections).map(({ id, name, href }) => (
        <li key={id} className="[overflow-wrap:anywhere]">
          <Link href={href} prefetch={false} className="hover:underline">
            {name}
          </Link>
        </li>
      ))}
      {more > 0 ? <li className="text-quiet text-xs">{t("more", { count: more })}</li> : null}
    </ul>
  );
}

function Owner({ row, path }: CellProps) {
  if (!row.owner) return <None />;
  return (
    <Link href={`${path}?${new URLSearchParams({ created_by: row.owner.id })}`} className="hover:underline">
      {row.owner.name}
    </Link>
  );
}
