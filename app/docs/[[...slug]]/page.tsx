import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readDocs } from "#lib/docs/read.ts";

type Props = { params: Promise<{ slug?: string[] }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  if (!slug) return { title: "Documentation" };
  return { title: (await readDocs(slug))?.title };
}

export default async function DocsPage({ params }: Props) {
  const page = await readDocs((await params).slug ?? []);
  if (!page) notFound();
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered from our own files in docs/
  return <article className="prose" dangerouslySetInnerHTML={{ __html: page.html }} />;
}
