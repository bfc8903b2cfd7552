import Link from "next/link";
import { Highlighted } from "#components/ui/highlighted.tsx";

type Fragment = { text: string; matches: [number, number][] };
export type FoundRow = {
  id: string;
  href: string;
  title: string;
  link: string | null;
  highlights: Fragment[];
};

type Props = {
  documents: FoundRow[];
  /** Which heading the titles are on their page. */
  heading?: "h2" | "h3";
};

/** What a search found, with the places that match. */
export function Found({ documents, heading: Heading = "h2" }: Props) {
  return (
    <ol className="grid gap-5">
      {documents.map(({ id, href, title, link, highlights }) => (
        <li key={id} className="grid min-w-0 max-w-prose gap-1">
          <Heading className="font-medium">
            <Link href={href} prefetch={false} className="text-accent underline underline-offset-2">
              {title}
            </Link>
          </Heading>
          {link && (
            <a
              href={link}
              rel="noopener noreferrer nofollow"
              className="break-all text-quiet text-sm hover:underline"
            >
              {link}
            </a>
          )}
          {highlights.map((fragment) => (
            <p key={fragment.text} className="text-sm [overflow-wrap:anywhere]">
              <Highlighted {...fragment} />
            </p>
          ))}
        </li>
      ))}
    </ol>
  );
}
