"use client";

import { UploadCloud } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useId, useRef, useState } from "react";
import { useIsAlive } from "#components/ui/alive-fields.tsx";

type Props = { onFiles: (files: File[]) => void; hint: string };

/** Where files are dropped, or chosen: a file of its own or whole folders, whose names keep their paths. */
export function DropZone({ onFiles, hint }: Props) {
  const t = useTranslations("upload");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const isAlive = useIsAlive();
  const [isOver, setOver] = useState(false);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles(await droppedFiles(event.dataTransfer));
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
      className={`grid cursor-pointer justify-items-center gap-2 rounded-lg border-2 border-dashed px-4 py-10 text-center text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2 ${
        isOver ? "border-accent bg-accent/8" : "border-line hover:bg-raised"
      }`}
    >
      <UploadCloud aria-hidden="true" size={28} className="text-quiet" />
      <span>
        <span className="font-medium">{t("drop")}</span>{" "}
        <span className="text-accent underline underline-offset-2">{t("choose")}</span>
      </span>
      <span className="text-quiet">{hint}</span>
      <input
        ref={input}
        id={id}
        type="file"
        multiple
        disabled={!isAlive}
        className="sr-only"
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = "";
        }}
      />
    </label>
  );
}

/** The files of a drop; of folders all that is in them, named by their paths. */
async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...transfer.files];
  return (await Promise.all(entries.map(filesOf))).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [new File([file], entry.fullPath.replace(/^\//, ""), { type: file.type })];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  // A reader hands out its entries in parts, the last of which is empty.
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (part.length === 0) return found;
    for (const inner of part) found.push(...(await filesOf(inner)));
  }
}
