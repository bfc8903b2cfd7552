import { useTranslations } from "next-intl";

const looks = {
  queued: ["○", "text-quiet"],
  running: ["◐", "text-accent"],
  interrupted: ["◐", "text-warn"],
  succeeded: ["✓", "text-good"],
  partial: ["◑", "text-warn"],
  failed: ["✕", "text-bad"],
  cancelled: ["⊘", "text-quiet"],
  skipped: ["–", "text-quiet"],
  active: ["●", "text-good"],
  waiting_for_collection: ["○", "text-warn"],
  paused: ["‖", "text-quiet"],
  done: ["✓", "text-quiet"],
  needs_credentials: ["✕", "text-bad"],
} as const;

export type State = keyof typeof looks;

/** A state as mark, word and colour: never a colour alone. */
export function StateBadge({ state }: { state: State }) {
  const t = useTranslations("states");
  const [mark, colour] = looks[state];
  return (
    <span className={colour}>
      <span aria-hidden="true">{mark}&nbsp;</span>
      {t(state)}
    </span>
  );
}
