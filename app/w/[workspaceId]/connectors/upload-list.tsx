"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Size } from "#components/ui/amounts.tsx";
import type { Upload } from "./use-uploads.ts";

/** Files on their way, each with how far it came. */
export function UploadList({ uploads }: { uploads: Upload[] }) {
  const t = useTranslations("upload");
  if (uploads.length === 0) return null;
  return (
    <ul
      aria-label={t("on_the_way")}
      className="grid divide-y divide-line rounded-lg border border-line text-sm"
    >
      {uploads.map((upload) => (
        <Row key={upload.id} {...upload} />
      ))}
    </ul>
  );
}

function Row({ file, progress, state, problem }: Upload) {
  const t = useTranslations("upload");
  const wordsOf = useRefusalWords();
  return (
    <li className="grid gap-1.5 px-3 py-2">
      <div className="flex items-center gap-3">
        {state === "kept" ? (
          <CircleCheck aria-hidden="true" size={16} className="shrink-0 text-good" />
        ) : null}
        {state === "failed" ? <CircleX aria-hidden="true" size={16} className="shrink-0 text-bad" /> : null}
        <span className="min-w-0 grow truncate">{file.name}</span>
        <span className="shrink-0 text-quiet tabular-nums">
          <Size bytes={file.size} /> · {t(state)}
        </span>
      </div>
      {state === "sending" ? (
        <progress
          aria-label={t("progress", { name: file.name })}
          value={progress}
          max={1}
          className="h-1.5 w-full accent-accent"
        />
      ) : null}
      {problem ? (
        <p className="text-bad">{typeof problem === "string" ? problem : wordsOf(problem)}</p>
      ) : null}
    </li>
  );
}
