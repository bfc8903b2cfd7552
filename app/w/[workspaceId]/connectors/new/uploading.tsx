"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { PageHeader } from "#components/ui/page-header.tsx";
import { UploadList } from "../upload-list.tsx";
import type { Upload } from "../use-uploads.ts";

type Props = { workspaceId: string; connectorId: string; uploads: Upload[] };

/** The connector is made and its files are on their way; when all were kept its page opens. */
export function Uploading({ workspaceId, connectorId, uploads }: Props) {
  const t = useTranslations("upload");
  const router = useRouter();
  const page = `/w/${workspaceId}/connectors/${connectorId}`;
  const isKept = uploads.length > 0 && uploads.every(({ state }) => state === "kept");
  useEffect(() => {
    if (isKept) router.push(page);
  }, [isKept, router, page]);
  const done = uploads.filter(({ state }) => state === "kept" || state === "failed").length;
  return (
    <div className="grid max-w-3xl gap-6">
      <PageHeader title={t("uploading")}>
        <p role="status" className="text-quiet text-sm">
          {t("done_of", { done, all: uploads.length })}
        </p>
      </PageHeader>
      <UploadList uploads={uploads} />
      <p>
        <Link href={page} className="text-accent underline underline-offset-2">
          {t("to_connector")}
        </Link>
      </p>
    </div>
  );
}
