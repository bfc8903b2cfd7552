"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Answer } from "./api-client.ts";
import { useRefusalWords } from "./use-refusal-words.ts";

/** Does what a button asks of a door, then shows the page as it is afterwards, or tells why nothing was done. */
export function useAct() {
  const wordsOf = useRefusalWords();
  const { refresh } = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isBusy, startTransition] = useTransition();
  const act = <T>(ask: () => Promise<Answer<T>>, then: (body: T) => void = refresh) =>
    startTransition(async () => {
      const answer = await ask();
      setProblem(answer.ok ? undefined : wordsOf(answer.refusal));
      if (answer.ok) then(answer.body);
    });
  return { act, isBusy, problem };
}
