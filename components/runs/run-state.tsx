import { useFormatter, useTranslations } from "next-intl";
import { type State, StateBadge } from "#components/ui/state-badge.tsx";

type Props = {
  state: State;
  failed: number;
  /** Until when it waits, if its source asked for that. */
  notBefore: string | null;
  cancelledBy?: string | null;
};

/** A run's state, with what makes it clear: how much failed, until when it waits, who cancelled it. */
export function RunState({ state, failed, notBefore, cancelledBy = null }: Props) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const words = () => {
    if (state === "partial") return t("state_partial", { failed });
    if (state === "cancelled" && cancelledBy) return t("state_cancelled_by", { name: cancelledBy });
    if (state !== "queued" || notBefore === null) return undefined;
    const time = format.dateTime(new Date(notBefore), {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    return t("state_waits", { time });
  };
  return <StateBadge state={state} words={words()} />;
}
