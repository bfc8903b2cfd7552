import { Highlighted } from "#components/ui/highlighted.tsx";

type Fragment = { text: string; matches: [number, number][] };
type Props = {
  query: string;
  documents: { id: string; title: string; link: string | null; highlights: Fragment[] }[];
};

/** What a search found, with the places that match. */
export function Found({ query, documents }: Props) {
  return (
    <section className="grid gap-4">
      <h1 className="font-semibold text-xl">
        {documents.length === 0 ? "Nothing matches" : "Documents that match"} “{query}”
      </h1>
      <ol className="grid gap-5">
        {documents.map(({ id, title, link, highlights }) => (
          <li key={id} className="grid gap-1">
            <h2 className="font-medium">
              {link ? (
                <a href={link} rel="noopener nofollow" className="text-accent underline underline-offset-2">
                  {title}
                </a>
              ) : (
                title
              )}
            </h2>
            {link && <p className="break-all text-quiet text-sm">{link}</p>}
            {highlights.map((fragment) => (
              <p key={fragment.text} className="text-sm">
                <Highlighted {...fragment} />
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
