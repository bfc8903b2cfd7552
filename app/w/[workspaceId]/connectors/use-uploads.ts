"use client";

import { useRef, useState } from "react";
import { v4 as uuid } from "uuid";
import type { Refusal } from "#app/api-client.ts";

export type Upload = {
  id: string;
  file: File;
  /** 0 to 1. */
  progress: number;
  state: "waiting" | "sending" | "kept" | "failed";
  /** Why it failed: in the server's words, or as other requests fail. */
  problem?: string | Refusal;
};

const atOnce = 2;

/** Sends files to an upload connector, a request each so that each has its progress. */
export function useUploads(workspaceId: string) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const queue = useRef<Upload[]>([]);
  const sending = useRef(0);
  const change = (id: string, to: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...to } : upload)));
  const pump = (connectorId: string, done: () => void) => {
    while (sending.current < atOnce) {
      const next = queue.current.shift();
      if (!next) break;
      sending.current += 1;
      change(next.id, { state: "sending" });
      void sendFile(`/v1/workspaces/${workspaceId}/connectors/${connectorId}/files`, next.file, (progress) =>
        change(next.id, { progress }),
      ).then((problem) => {
        sending.current -= 1;
        change(next.id, problem ? { state: "failed", problem } : { state: "kept", progress: 1 });
        pump(connectorId, done);
      });
    }
    if (sending.current === 0 && queue.current.length === 0) done();
  };
  /** @returns when none of them is under way any more */
  const start = (connectorId: string, files: File[]): Promise<void> => {
    const more = files.map<Upload>((file) => ({
      id: uuid(),
      file,
      progress: 0,
      state: "waiting",
    }));
    setUploads((all) => [...all, ...more]);
    queue.current.push(...more);
    return new Promise((resolve) => pump(connectorId, resolve));
  };
  return { uploads, start };
}

/** @returns why it wasn't kept, if so */
function sendFile(
  path: string,
  file: File,
  onProgress: (part: number) => void,
): Promise<string | Refusal | undefined> {
  const form = new FormData();
  form.append("file", file, file.name);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => resolve({ kind: "unreachable" });
    request.onload = () => resolve(problemOf(request.status, request.response));
    request.send(form);
  });
}

type FilesAnswer = { files?: { result: string; message?: string }[]; detail?: string; request_id?: string };

function problemOf(status: number, answer: FilesAnswer | null): string | Refusal | undefined {
  const refused = answer?.files?.find(({ result }) => result === "refused");
  if (refused) return refused.message;
  if (status < 300) return undefined;
  if (status < 500 && answer?.detail) return answer.detail;
  return { kind: "broken", requestId: answer?.request_id ?? String(status) };
}
