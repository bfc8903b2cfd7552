import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Moment } from "#components/ui/moment.tsx";
import type { Context } from "#lib/context.ts";
import { type Comparison, compareRun } from "#lib/runs/compare.ts";
import { orNotFound } from "../../filters.ts";
import { webLink } from "../../rows.ts";

const groups = [
  ["new_failures", "text-bad"],
  ["still_failing", "text-warn"],
  ["fixed", "text-good"],
] as const;

/** What went differently than in the run before: what fails since comes first. */
export async function RunComparison({ ctx, runId }: { ctx: Context; runId: string }) {
  const [comparison, t] = await Promise.all([
    orNotFound(compareRun(ctx, { runId })),
    getTranslations("comparison"),
  ]);
  const { previous } = comparison;
  if (!previous) return null;
  const told = groups.filter(([group]) => comparison[group].count > 0);
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("title")}</h2>
      <p className="text-quiet text-sm">
        {t.rich("before", {
          run: () => (
            <Link
              key="run"
              href={`/w/${ctx.workspaceId}/runs/${previous.id}`}
              className="text-accent underline underline-offset-2"
            >
              <Moment at={previous.started_at ?? previous.created_at} />
            </Link>
          ),
        })}
        {told.length === 0 ? ` ${t("same")}` : null}
      </p>
      {told.map(([group, colour]) => (
        <Group key={group} group={group} colour={colour} {...comparison[group]} />
      ))}
    </section>
  );
}

type GroupProps = Comparison["new_failures"] & { group: (typeof groups)[number][0]; colour: string };

function Group({ group, colour, count, items }: GroupProps) {
  const t = useTranslations("comparison");
  return (
    <details open={group === "new_failures"} className="rounded-lg border border-line text-sm">
      <summary className={`cursor-pointer px-4 py-2 font-medium ${colour}`}>{t(group, { count })}</summary>
      <ul className="grid divide-y divide-line border-line border-t">
        {items.map(({ key, title, link, reason }) => {
          const href = webLink(link);
          return (
            <li key={key} className="grid gap-x-4 px-4 py-2 [overflow-wrap:anywhere] sm:grid-cols-2">
              <span>
                {href ? (
                  <a href={href} rel="noopener noreferrer nofollow" className="hover:underline">
                    {title ?? key}
                  </a>
                ) : (
                  (title ?? key)
                )}
              </span>
              <span className="text-quiet">
                {group === "fixed" && reason ? t("was", { reason }) : reason}
              </span>
            </li>
          );
        })}
        {count > items.length ? (
          <li className="px-4 py-2 text-quiet">{t("more", { count: count - items.length })}</li>
        ) : null}
      </ul>
    </details>
  );
}
