const looks: Record<string, { mark: string; colour: string; words?: string }> = {
  queued: { mark: "○", colour: "text-quiet", words: "waiting for a worker" },
  running: { mark: "◐", colour: "text-accent" },
  interrupted: { mark: "◐", colour: "text-warn", words: "interrupted, continues by itself" },
  succeeded: { mark: "✓", colour: "text-good" },
  partial: { mark: "◑", colour: "text-warn", words: "finished, some items failed" },
  failed: { mark: "✕", colour: "text-bad" },
  cancelled: { mark: "⊘", colour: "text-quiet" },
  skipped: { mark: "–", colour: "text-quiet" },
  active: { mark: "●", colour: "text-good", words: "scheduled" },
  waiting_for_collection: { mark: "○", colour: "text-warn", words: "waiting for a collection" },
  paused: { mark: "‖", colour: "text-quiet" },
  done: { mark: "✓", colour: "text-quiet" },
};

/** A state as mark, word and colour: never a colour alone. */
export function StateBadge({ state }: { state: string }) {
  const { mark, colour, words } = looks[state] ?? { mark: "?", colour: "text-quiet" };
  return (
    <span className={`whitespace-nowrap ${colour}`}>
      <span aria-hidden="true">{mark}</span> {words ?? state}
    </span>
  );
}
