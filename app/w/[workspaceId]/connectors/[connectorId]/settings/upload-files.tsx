"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Section } from "#components/ui/section.tsx";
import { DropZone } from "../../drop-zone.tsx";
import { UploadList } from "../../upload-list.tsx";
import { useUploads } from "../../use-uploads.ts";

type Props = { workspaceId: string; connectorId: string };

/** Where files are added to an upload connector, each with its progress. */
export function UploadFiles({ workspaceId, connectorId }: Props) {
  const t = useTranslations("upload");
  const { refresh } = useRouter();
  const { uploads, start } = useUploads(workspaceId);
  return (
    <Section title={t("files")} help={t("files_help")}>
      <div className="grid max-w-2xl gap-3">
        <DropZone
          hint={t("read_soon")}
          onFiles={(files) => {
            if (files.length > 0) void start(connectorId, files).then(refresh);
          }}
        />
        <UploadList uploads={uploads} />
      </div>
    </Section>
  );
}
