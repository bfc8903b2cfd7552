import type { ReactNode } from "react";

type Props = { label: string; className?: string; children: ReactNode };

/** A part of a page that scrolls by itself; the keyboard reaches it, and it says what it is. */
export function Scrollable({ label, className = "", children }: Props) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={`rounded-lg border border-line ${className}`}
    >
      {children}
    </section>
  );
}
