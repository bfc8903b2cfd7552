import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Duration } from "#components/ui/amounts.tsx";
import type { State } from "#components/ui/state-badge.tsx";

export type RunBar = {
  href: string;
  state: State;
  at: string;
  durationMs: number;
  /** How many documents its connector had afterwards. */
  documents: number;
};

const fills: Partial<Record<State, string>> = {
  succeeded: "bg-good",
  partial: "bg-warn",
  failed: "bg-bad",
};

/** Runs side by side, the newest at the right: how long each took, and how many documents there were after it. */
export function RunChart({ runs }: { runs: RunBar[] }) {
  const t = useTranslations("run_chart");
  const format = useFormatter();
  const longest = Math.max(1, ...runs.map(({ durationMs }) => durationMs));
  const most = Math.max(1, ...runs.map(({ documents }) => documents));
  const points = runs
    .map(({ documents }, index) => `${index * 10 + 5},${60 - (documents / most) * 56}`)
    .join(" ");
  return (
    <div className="grid gap-4 rounded-lg border border-line p-4 text-sm tabular-nums sm:grid-cols-2">
      <figure className="grid min-w-0 content-start gap-2">
        <figcaption className="flex justify-between gap-3 text-quiet">
          {t("durations")}
          <span>
            {t("at_most")} <Duration ms={longest} />
          </span>
        </figcaption>
        <ol aria-label={t("durations")} className="flex h-20 items-end gap-0.5">
          {runs.map(({ href, state, at, durationMs }) => {
            const when = format.dateTime(new Date(at), {
              dateStyle: "medium",
              timeStyle: "short",
              hourCycle: "h23",
            });
            return (
              <li key={href} className="flex h-full min-w-0 max-w-6 grow items-end">
                <Link
                  href={href}
                  prefetch={false}
                  title={when}
                  className="flex h-full w-full items-end hover:opacity-70"
                >
                  <span
                    className={`w-full rounded-t-xs ${fills[state] ?? "bg-quiet/50"}`}
                    style={{ height: `${Math.max(4, (durationMs / longest) * 100)}%` }}
                  />
                  <span className="sr-only">
                    {when}: {t(wordOf(state))}, <Duration ms={durationMs} />
                  </span>
                </Link>
              </li>
            );
          })}
        </ol>
      </figure>
      <figure className="grid min-w-0 content-start gap-2">
        <figcaption className="flex justify-between gap-3 text-quiet">
          {t("documents")}
          <span>
            {t("at_most")} {format.number(most)}
          </span>
        </figcaption>
        <svg
          viewBox={`0 0 ${runs.length * 10} 62`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className="block h-20 w-full"
        >
          <polygon points={`5,62 ${points} ${runs.length * 10 - 5},62`} className="fill-accent/15" />
          <polyline
            points={points}
            fill="none"
            strokeWidth="1.5"
            className="stroke-accent"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <p className="sr-only">
          {runs.map(({ href, documents }) => (
            <span key={href}>{format.number(documents)}, </span>
          ))}
        </p>
      </figure>
    </div>
  );
}

function wordOf(state: State): "succeeded" | "partial" | "failed" | "other" {
  return state === "succeeded" || state === "partial" || state === "failed" ? state : "other";
}
