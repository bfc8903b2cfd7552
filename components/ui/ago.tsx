import { useFormatter } from "next-intl";

/** How long ago, or until when, in the viewer's language; the instant itself when pointed at. */
export function Ago({ at }: { at: string }) {
  const format = useFormatter();
  const when = new Date(at);
  const exact = format.dateTime(when, { dateStyle: "medium", timeStyle: "long", hourCycle: "h23" });
  return (
    <time dateTime={at} title={exact} className="whitespace-nowrap">
      {format.relativeTime(when, new Date())}
    </time>
  );
}
