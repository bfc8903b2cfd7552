import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { safeHtml } from "#app/markdown.ts";
import { pageContext } from "#app/session.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { getDocument } from "#lib/documents/get.ts";
import { documentParams } from "#lib/documents/schemas.ts";
import { getDocumentText } from "#lib/documents/text.ts";
import { orNotFound, readParams } from "../../filters.ts";
import { webLink } from "../../rows.ts";
import { DocumentFacts } from "./document-facts.tsx";
import { Origin } from "./origin.tsx";
import { RemovedNote } from "./removed-note.tsx";

type Props = { params: Promise<{ workspaceId: string; documentId: string }> };

/** Beyond it a browser gets slow; the door for the text has it whole. */
const shownCharacters = 200_000;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("documents"))("document") };
}

export default async function DocumentPage({ params }: Props) {
  const { workspaceId, documentId } = await params;
  const ctx = await pageContext(workspaceId);
  readParams(documentParams.shape.document_id, documentId);
  const [document, { text }, t, shell] = await Promise.all([
    orNotFound(getDocument(ctx, { documentId })),
    orNotFound(getDocumentText(ctx, { documentId })),
    getTranslations("documents"),
    getTranslations("shell"),
  ]);
  const home = `/w/${ctx.workspaceId}`;
  const door = `/v1/workspaces/${ctx.workspaceId}/documents/${documentId}`;
  const link = webLink(document.link);
  const strong = "text-accent text-sm underline underline-offset-2";
  return (
    <>
      <PageHeader
        title={document.title}
        above={[
          { href: `${home}/connectors`, label: shell("connectors") },
          { href: `${home}/connectors/${document.connector_id}`, label: document.connector_name },
        ]}
      >
        <p className="flex flex-wrap gap-x-4">
          {link ? (
            <a href={link} rel="noopener noreferrer nofollow" className={strong}>
              {t("open_source")}
            </a>
          ) : null}
          {document.has_original ? (
            <a href={`${door}/original`} download className={strong}>
              {t("download")}
            </a>
          ) : null}
        </p>
      </PageHeader>
      {document.removed_at ? (
        <RemovedNote
          workspaceId={ctx.workspaceId}
          document={document}
          mayRestore={isAllowed(ctx.role, "deletions.decide")}
        />
      ) : null}
      <DocumentFacts document={document} />
      <Origin ctx={ctx} document={document} />
      <section className="grid min-w-0 gap-3 border-line border-t pt-6">
        <h2 className="font-medium text-lg">{t("text")}</h2>
        {text.trim() === "" ? <p className="text-quiet">{t("no_text")}</p> : null}
        <article
          lang={document.language ?? ""}
          className="prose min-w-0 max-w-prose break-words"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: safeHtml lets no markup of the source through
          dangerouslySetInnerHTML={{ __html: safeHtml(text.slice(0, shownCharacters)) }}
        />
        {text.length > shownCharacters ? (
          <p className="text-quiet text-sm">
            {t.rich("cut", {
              link: (words) => (
                <a href={`${door}/text`} className={strong}>
                  {words}
                </a>
              ),
            })}
          </p>
        ) : null}
      </section>
    </>
  );
}
