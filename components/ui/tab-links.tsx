"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

export type Tab = { href: string; label: string };

/** The pages that one thing has, side by side; the open one says so. */
export function TabLinks({ label, tabs }: { label: string; tabs: Tab[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="overflow-x-auto border-line border-b">
      <ul className="flex gap-1">
        {tabs.map(({ href, label: name }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : undefined}
              className="block whitespace-nowrap rounded-t-lg border-transparent border-b-2 px-3 py-2 text-quiet text-sm -outline-offset-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
