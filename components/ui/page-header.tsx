import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** The pages above this one, the widest first. */
  above?: { href: string; label: string }[];
  /** What stands below the title: a state, a sentence. */
  children?: ReactNode;
  actions?: ReactNode;
};

/** A page's place, its only h1, and what can be done on it. */
export function PageHeader({ title, above = [], children, actions }: Props) {
  const t = useTranslations("shell");
  return (
    <div className="grid gap-2">
      {above.length > 0 ? (
        <nav aria-label={t("breadcrumb")}>
          <ol className="flex flex-wrap gap-x-2 text-quiet text-sm">
            {above.map(({ href, label }, index) => (
              <li key={href} className="flex gap-x-2">
                <Link
                  href={href}
                  aria-keyshortcuts={index === above.length - 1 ? "Escape" : undefined}
                  className="hover:text-ink hover:underline"
                >
                  {label}
                </Link>
                <span aria-hidden="true">/</span>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h1 className="min-w-0 font-semibold text-2xl tracking-tight [overflow-wrap:anywhere]">{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  );
}
