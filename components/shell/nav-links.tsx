"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

export type NavLink = {
  href: string;
  label: string;
  icon?: ReactNode;
  isHome?: boolean;
  /** A number behind the name, and in words for those who hear it. */
  count?: { shown: string; words: string };
};

/** Links to the pages of the shell; the one that is open says so. */
export function NavLinks({ label, links }: { label: string; links: NavLink[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="-mx-1 overflow-x-auto px-1 py-1">
      <ul className="flex gap-1 md:grid md:gap-0.5">
        {links.map(({ href, label: name, icon, isHome, count }) => {
          const isHere = path === href || (!isHome && path.startsWith(`${href}/`));
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere ? "page" : undefined}
                className="flex items-center gap-2.5 whitespace-nowrap rounded-lg px-2.5 py-1.5 text-quiet text-sm hover:bg-line/60 hover:text-ink aria-[current]:bg-line aria-[current]:font-medium aria-[current]:text-ink"
              >
                {icon ? (
                  <span aria-hidden="true" className="max-md:hidden">
                    {icon}
                  </span>
                ) : null}
                {name}
                {count ? (
                  <span className="ml-auto rounded-full border border-warn/50 bg-page px-1.5 font-medium text-warn text-xs tabular-nums">
                    <span aria-hidden="true">{count.shown}</span>
                    <span className="sr-only">{count.words}</span>
                  </span>
                ) : null}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
