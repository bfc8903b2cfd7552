import Form from "next/form";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Ago } from "#components/ui/ago.tsx";
import { Button } from "#components/ui/button.tsx";
import type { Context } from "#lib/context.ts";
import { explainItem } from "#lib/explain/explain.ts";
import { explainQuery, type Finding } from "#lib/explain/schemas.ts";

type Props = {
  ctx: Context;
  path: string;
  /** What is asked about, in the address. */
  item: string | undefined;
  connector_id?: string;
  collection_id?: string;
};

/** Why a link is, or isn't, here: a box to ask, and the answer. */
export async function Why({ ctx, path, item, ...of }: Props) {
  const t = await getTranslations("why");
  const asked = item === undefined ? undefined : explainQuery.safeParse({ item, ...of }).data;
  const answer = asked && (await explainItem(ctx, asked));
  return (
    <section id="why" className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("title")}</h2>
      <Form action={path} scroll={false} className="flex max-w-2xl flex-wrap gap-2">
        <input
          key={item}
          name="why"
          required
          maxLength={4096}
          defaultValue={item}
          aria-label={t("ask_about")}
          placeholder={t("ask_about")}
          className="min-w-0 grow basis-60 rounded-lg border border-line bg-page px-3 py-1.5 text-sm"
        />
        <Button type="submit" look="plain" size="small">
          {t("ask")}
        </Button>
      </Form>
      {answer ? (
        <div role="status" className="grid gap-3">
          {answer.findings.length === 0 ? <p className="text-quiet text-sm">{t("nothing")}</p> : null}
          <ul className="grid max-w-2xl divide-y divide-line">
            {answer.findings.map((finding) => (
              <FindingLine key={finding.connector_id} workspaceId={ctx.workspaceId} finding={finding} />
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}

const strong = "text-accent underline underline-offset-2";

function FindingLine({ workspaceId, finding }: { workspaceId: string; finding: Finding }) {
  const t = useTranslations("why");
  const { connector_id, connector_name, reason, detail, document_id, run_id, at, in_collection } = finding;
  const home = `/w/${workspaceId}`;
  return (
    <li className="grid gap-1 py-3 text-sm [overflow-wrap:anywhere]">
      <p>
        <Link href={`${home}/connectors/${connector_id}`} className="font-medium hover:underline">
          {connector_name}
        </Link>
        {at ? (
          <span className="text-quiet">
            {" · "}
            <Ago at={at} />
          </span>
        ) : null}
      </p>
      <p>{t(`reason.${reason}`, { detail: detail ?? "" })}</p>
      {in_collection === false ? <p className="text-warn">{t("not_in_collection")}</p> : null}
      <p className="flex flex-wrap gap-x-4">
        {document_id ? (
          <Link href={`${home}/documents/${document_id}`} className={strong}>
            {t("see_document")}
          </Link>
        ) : null}
        {run_id ? (
          <Link href={`${home}/runs/${run_id}`} className={strong}>
            {t("see_run")}
          </Link>
        ) : null}
      </p>
    </li>
  );
}
