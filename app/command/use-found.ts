"use client";

import { useEffect, useState } from "react";
import { answerOf } from "#app/api-client.ts";

const pauseMs = 120;

type Found = { id: string; name: string };
type State = { for: string; items: Found[]; isFailed: boolean };

/**
 * What a list of `/v1` finds, shortly after typing paused; the items before it meanwhile.
 * @param address of the list with its filters; undefined asks nothing
 */
export function useFound(address: string | undefined): { items: Found[]; isFailed: boolean } {
  const [state, setState] = useState<State>({ for: "", items: [], isFailed: false });
  useEffect(() => {
    if (address === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await answerOf<{ items: Found[] }>(() => fetch(address, { signal: abort.signal }));
      if (abort.signal.aborted) return;
      setState({ for: address, items: answer.ok ? answer.body.items : [], isFailed: !answer.ok });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [address]);
  return address === undefined ? { items: [], isFailed: false } : state;
}
