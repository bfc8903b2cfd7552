"use client";

import Link from "next/link";
import { type KeyboardEvent, useState } from "react";
import { barHeights } from "./bar-heights.ts";
import type { RunMark } from "./row.ts";
import { type Look, lookOf, RunShape } from "./run-shape.tsx";
import { RunTip } from "./run-tip.tsx";
import { useRunWords } from "./use-run-words.ts";

type Props = {
  label: string;
  /** The newest first. */
  runs: RunMark[];
  /** How many there is room for. */
  room: number;
  timeZone: string;
  /** Bars tell durations by their height. */
  isBars?: boolean;
};

/** A connector's last runs, the newest at the right: colour and shape by what came of them. Arrows go through them. */
export function RunStrip({ label, runs, room, timeZone, isBars = false }: Props) {
  const wordsOf = useRunWords(timeZone);
  const [tip, setTip] = useState<{ id: string; anchor: DOMRect }>();
  const shown = runs.slice(0, room).toReversed();
  const heights = barHeights(shown.map((run) => run.durationMs));
  const tipped = shown.find((run) => run.id === tip?.id);
  return (
    <>
      <ol
        aria-label={label}
        onKeyDown={walk}
        onPointerLeave={() => setTip(undefined)}
        className="flex h-6 items-end justify-end gap-0.5"
        style={{ width: `${room * 0.5}rem` }}
      >
        {shown.map((run, index) => {
          const look: Look = lookOf(run);
          return (
            <li key={run.id} className="flex h-full w-1.5 items-end">
              <Link
                href={run.href}
                prefetch={false}
                tabIndex={index === shown.length - 1 ? 0 : -1}
                aria-label={wordsOf(run)}
                onPointerEnter={(event) =>
                  setTip({ id: run.id, anchor: event.currentTarget.getBoundingClientRect() })
                }
                onFocus={(event) =>
                  setTip({ id: run.id, anchor: event.currentTarget.getBoundingClientRect() })
                }
                onBlur={() => setTip(undefined)}
                className="flex h-full w-full items-end rounded-xs outline-offset-1 hover:bg-line"
              >
                <RunShape look={look} height={isBars ? (heights[index] ?? 0) : 0.75} />
              </Link>
            </li>
          );
        })}
      </ol>
      {tip && tipped ? <RunTip run={tipped} anchor={tip.anchor} timeZone={timeZone} /> : null}
    </>
  );
}

function walk(event: KeyboardEvent<HTMLOListElement>): void {
  const links = [...event.currentTarget.querySelectorAll("a")];
  const at = links.findIndex((link) => link.matches(":focus"));
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: links.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  links[Math.min(Math.max(to, 0), links.length - 1)]?.focus();
}
