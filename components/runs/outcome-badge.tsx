import { useTranslations } from "next-intl";
import type { Outcome } from "./counters.ts";

export const outcomeLooks: Record<Outcome, { mark: string; colour: string; fill: string }> = {
  added: { mark: "+", colour: "text-good", fill: "bg-good" },
  updated: { mark: "↻", colour: "text-accent", fill: "bg-accent" },
  unchanged: { mark: "=", colour: "text-quiet", fill: "bg-quiet/60" },
  deleted: { mark: "−", colour: "text-warn", fill: "bg-warn" },
  skipped: { mark: "–", colour: "text-quiet", fill: "bg-quiet" },
  failed: { mark: "✕", colour: "text-bad", fill: "bg-bad" },
};

/** What a run did with an item, as mark, word and colour. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("outcomes");
  const { mark, colour } = outcomeLooks[outcome];
  return (
    <span className={`whitespace-nowrap ${colour}`}>
      <span aria-hidden="true">{mark}</span> {t(outcome)}
    </span>
  );
}
