import Link from "next/link";
import { useTranslations } from "next-intl";

type Props = {
  path: string;
  /** The filters of the list, without its cursor. */
  filters: Record<string, string | undefined>;
  isFirst: boolean;
  nextCursor: string | null;
  /** What the cursor is called in the address. */
  parameter?: string;
};

/** The ways through a list that has more than a page; nothing where it hasn't. */
export function Pager({ path, filters, isFirst, nextCursor, parameter = "cursor" }: Props) {
  const t = useTranslations("list");
  if (isFirst && nextCursor === null) return null;
  return (
    <nav aria-label={t("pages")} className="flex gap-4 text-sm">
      {isFirst ? null : (
        <Link href={hrefWith(path, filters)} className="text-accent underline underline-offset-2">
          {t("first")}
        </Link>
      )}
      {nextCursor === null ? null : (
        <Link
          href={hrefWith(path, { ...filters, [parameter]: nextCursor })}
          className="text-accent underline underline-offset-2"
        >
          {t("next")}
        </Link>
      )}
    </nav>
  );
}

/** An address with those of the parameters that have a value. */
export function hrefWith(path: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
