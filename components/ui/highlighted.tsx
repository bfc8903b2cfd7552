type Props = { text: string; matches: [start: number, end: number][] };

/** Text with the parts that matched a search marked. */
export function Highlighted({ text, matches }: Props) {
  const parts = matches.map(([start, end], index) => ({
    plain: text.slice(matches[index - 1]?.[1] ?? 0, start),
    marked: text.slice(start, end),
    start,
  }));
  return (
    <>
      {parts.map(({ plain, marked, start }) => (
        <span key={start}>
          {plain}
          <mark className="rounded-sm bg-accent/20 text-inherit">{marked}</mark>
        </span>
      ))}
      {text.slice(matches.at(-1)?.[1] ?? 0)}
    </>
  );
}
