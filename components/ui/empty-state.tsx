import Link from "next/link";

type Props = { words: string; action?: { href: string; label: string } };

/** A list with nothing in it: why, and what comes next. */
export function EmptyState({ words, action }: Props) {
  return (
    <div className="grid justify-items-center gap-3 rounded-lg border border-line border-dashed px-4 py-10 text-center">
      <p className="text-quiet text-sm">{words}</p>
      {action ? (
        <Link href={action.href} className="text-accent text-sm underline underline-offset-2">
          {action.label}
        </Link>
      ) : null}
    </div>
  );
}
