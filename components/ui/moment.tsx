import { useFormatter } from "next-intl";

type Props = {
  at: string;
  /** The viewer's unless told. */
  timeZone?: string;
  /** Where the zone is said elsewhere, and the year goes without saying. */
  isBrief?: boolean;
};

/** An instant in the viewer's language and zone, to the minute; in UTC when pointed at. */
export function Moment({ at, timeZone, isBrief = false }: Props) {
  const format = useFormatter();
  const words = format.dateTime(new Date(at), {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(!isBrief && { year: "numeric", timeZoneName: "short" }),
    ...(timeZone && { timeZone }),
  });
  return (
    <time dateTime={at} title={`${at.slice(0, 16).replace("T", " ")} UTC`} className="whitespace-nowrap">
      {words}
    </time>
  );
}
