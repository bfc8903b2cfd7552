/** An instant for reading: in UTC, to the minute. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} className="whitespace-nowrap tabular-nums">
      {at.slice(0, 16).replace("T", " ")} UTC
    </time>
  );
}
