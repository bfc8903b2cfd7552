import {
  AlarmClock,
  Ban,
  CheckCheck,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CirclePause,
  CircleX,
  Clock,
  KeyRound,
  LoaderCircle,
  RotateCw,
  TriangleAlert,
  Unlink,
} from "lucide-react";
import { useTranslations } from "next-intl";

const looks = {
  queued: [CircleDashed, "text-quiet"],
  running: [LoaderCircle, "text-accent"],
  interrupted: [RotateCw, "text-warn"],
  succeeded: [CircleCheck, "text-good"],
  partial: [TriangleAlert, "text-warn"],
  failed: [CircleX, "text-bad"],
  cancelled: [Ban, "text-quiet"],
  skipped: [CircleMinus, "text-quiet"],
  active: [Clock, "text-good"],
  waiting_for_collection: [Unlink, "text-warn"],
  paused: [CirclePause, "text-quiet"],
  done: [CheckCheck, "text-quiet"],
  needs_credentials: [KeyRound, "text-bad"],
  late: [AlarmClock, "text-warn"],
  failing: [CircleX, "text-bad"],
} as const;

export type State = keyof typeof looks;

type Props = {
  state: State;
  /** In place of the state's own word: “failing ×3”. */
  words?: string;
};

/** A state as icon, word and colour: never a colour alone. */
export function StateBadge({ state, words }: Props) {
  const t = useTranslations("states");
  const [Icon, colour] = looks[state];
  return (
    <span className={`inline-flex items-baseline gap-1.5 ${colour}`}>
      <Icon aria-hidden="true" size={14} className="shrink-0 translate-y-0.5" />
      <span>{words ?? t(state)}</span>
    </span>
  );
}
