"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Size } from "#components/ui/amounts.tsx";

type Props = { files: File[]; onChange: (files: File[]) => void };

/** Files that wait for their connector. */
export function StagedFiles({ files, onChange }: Props) {
  const t = useTranslations("upload");
  if (files.length === 0) return null;
  return (
    <ul aria-label={t("staged")} className="grid divide-y divide-line rounded-lg border border-line text-sm">
      {files.map((file, index) => (
        <li
          key={`${file.name} ${file.size} ${file.lastModified}`}
          className="flex items-center gap-3 px-3 py-2"
        >
          <span className="min-w-0 grow truncate">{file.name}</span>
          <span className="shrink-0 text-quiet tabular-nums">
            <Size bytes={file.size} />
          </span>
          <button
            type="button"
            aria-label={t("remove", { name: file.name })}
            onClick={() => onChange(files.filter((_, other) => other !== index))}
            className="rounded-md p-1 text-quiet hover:bg-raised hover:text-ink"
          >
            <X aria-hidden="true" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}
