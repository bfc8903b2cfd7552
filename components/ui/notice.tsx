import type { ReactNode } from "react";

/** What went wrong with a whole form or page; read out as soon as it appears. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-lg border border-bad px-3 py-2 text-sm">
      <span aria-hidden="true" className="text-bad">
        ✕
      </span>{" "}
      {children}
    </p>
  );
}
