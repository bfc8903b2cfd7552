type Props = { headings: { id: string; title: string }[] };

/** The sections of a long page, beside it where there is room. */
export function OnThisPage({ headings }: Props) {
  if (headings.length < 2) return null;
  return (
    <nav
      aria-labelledby="on-this-page"
      className="sticky top-8 max-h-[calc(100dvh-4rem)] self-start overflow-y-auto text-sm max-xl:hidden"
    >
      <h2 id="on-this-page" className="mb-2 font-medium">
        On this page
      </h2>
      <ul className="grid gap-1.5 border-line border-l pl-3">
        {headings.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`} className="text-quiet hover:text-ink">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
