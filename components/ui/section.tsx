import { type ReactNode, useId } from "react";

type Props = { title: string; help?: string; children: ReactNode };

/** A part of a page of settings: what it is about, and beside it, where there is room, what can be set. */
export function Section({ title, help, children }: Props) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 gap-4 border-line border-t pt-6 first:border-t-0 first:pt-0 lg:grid-cols-[18rem_minmax(0,1fr)] lg:gap-10"
    >
      <div className="grid content-start gap-1.5">
        <h2 id={id} className="font-medium">
          {title}
        </h2>
        {help ? <p className="text-quiet text-sm">{help}</p> : null}
      </div>
      <div className="grid min-w-0 content-start gap-4">{children}</div>
    </section>
  );
}
