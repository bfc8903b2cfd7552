"use client";

import { useEffect, useEffectEvent } from "react";
import { pollDelay } from "./poll-delay.ts";

/**
 * Asks again and again while the page is seen: every 3 s while `isBusy` and somebody is there, else every 30 s, not at
 * all while hidden, and at once when it is seen again and was due. Asks never overlap.
 * @param ask fetches and shows; tells whether an answer came
 */
export function usePolling(ask: () => Promise<boolean>, isBusy: boolean): void {
  const onDue = useEffectEvent(ask);
  useEffect(() => startPolling(() => onDue(), isBusy), [isBusy]);
}

const touches = ["pointermove", "pointerdown", "keydown", "wheel"] as const;

/** @returns stops it */
function startPolling(ask: () => Promise<boolean>, isBusy: boolean): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  let failures = 0;
  let askedAt = Date.now();
  let touchedAt = Date.now();
  const plan = () => {
    clearTimeout(timer);
    if (signal.aborted || isAsking || document.hidden) return;
    const delay = pollDelay({ isBusy, idleMs: Date.now() - touchedAt, failures });
    timer = setTimeout(run, askedAt + delay - Date.now());
  };
  const run = async () => {
    isAsking = true;
    askedAt = Date.now();
    const cameBack = await ask().catch(() => false);
    failures = cameBack ? 0 : failures + 1;
    isAsking = false;
    plan();
  };
  const touch = () => {
    const wasAway = pollDelay({ isBusy, idleMs: Date.now() - touchedAt, failures });
    touchedAt = Date.now();
    if (wasAway !== pollDelay({ isBusy, idleMs: 0, failures })) plan();
  };
  for (const name of touches) document.addEventListener(name, touch, { passive: true, signal });
  document.addEventListener("visibilitychange", plan, { signal });
  plan();
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}
