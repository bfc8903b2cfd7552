import Link from "next/link";
import { useTranslations } from "next-intl";
import { AttentionList } from "#components/home/attention-list.tsx";
import { type Attention, attentionKinds } from "#lib/attention/schemas.ts";
import type { Context } from "#lib/context.ts";
import { allOfKind, useAttentionRows } from "./attention.tsx";

type Props = { ctx: Pick<Context, "workspaceId" | "role">; attention: Attention };

/** What wants attention in a workspace; of what there is much, the way to all of it. */
export function AttentionSection({ ctx, attention: { items, counts, total } }: Props) {
  const t = useTranslations("attention");
  const rows = useAttentionRows(ctx, items);
  const hidden = attentionKinds.filter(
    (kind) => counts[kind] > items.filter((item) => item.kind === kind).length,
  );
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("title", { count: total })}</h2>
      <AttentionList rows={rows} label={t("title", { count: total })} />
      {hidden.length > 0 ? (
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {hidden.map((kind) => (
            <li key={kind}>
              <Link
                href={`/w/${ctx.workspaceId}${allOfKind(kind)}`}
                className="text-accent underline underline-offset-2"
              >
                {t(`all.${kind}`, { count: counts[kind] })}
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
