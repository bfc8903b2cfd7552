import { useFormatter } from "next-intl";

/** An instant in the viewer's language and zone, to the minute; in UTC when pointed at. */
export function Moment({ at }: { at: string }) {
  const format = useFormatter();
  const words = format.dateTime(new Date(at), {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
  return (
    <time dateTime={at} title={`${at.slice(0, 16).replace("T", " ")} UTC`} className="whitespace-nowrap">
      {words}
    </time>
  );
}
