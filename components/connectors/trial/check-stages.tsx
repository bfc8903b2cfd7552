import { Circle, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSay } from "../fields/fields-context.tsx";
import { type Check, type CheckStage, checkStages } from "./trial.ts";

type Props = {
  /** Undefined while it goes on. */
  check: Check | undefined;
  onOpenField: (path: string) => void;
};

/** How far a check came: each stage with what was found, or why it ended there and what to do. */
export function CheckStages({ check, onOpenField }: Props) {
  const told = new Map(check?.stages.map((stage) => [stage.stage, stage]));
  const isOver = check !== undefined;
  const shown = checkStages.filter((stage) => told.has(stage) || !isOver || !check.ok);
  return (
    <ol className="grid gap-3" aria-live="polite">
      {shown.map((stage, index) => (
        <Stage
          key={stage}
          stage={stage}
          told={told.get(stage)}
          isBusy={!isOver && index === 0}
          onOpenField={onOpenField}
        />
      ))}
    </ol>
  );
}

type StageProps = {
  stage: CheckStage["stage"];
  told: CheckStage | undefined;
  isBusy: boolean;
  onOpenField: (path: string) => void;
};

function Stage({ stage, told, isBusy, onOpenField }: StageProps) {
  const t = useTranslations("trial");
  const say = useSay();
  const path = told?.ok === false ? told.path : undefined;
  return (
    <li className="flex gap-3 text-sm">
      <StageMark told={told} isBusy={isBusy} />
      <div className="grid min-w-0 gap-0.5">
        <p className={told || isBusy ? "font-medium" : "text-quiet"}>
          {t(stage)}
          {told ? <span className="sr-only">{told.ok ? t("passed") : t("not_passed")}</span> : null}
        </p>
        {told ? (
          <p className={`[overflow-wrap:anywhere] ${told.ok ? "text-quiet" : "text-ink"}`}>
            {say(told.message)}
          </p>
        ) : null}
        {path ? (
          <p>
            <button
              type="button"
              onClick={() => onOpenField(path)}
              className="text-accent underline underline-offset-2"
            >
              {t("to_field")}
            </button>
          </p>
        ) : null}
      </div>
    </li>
  );
}

function StageMark({ told, isBusy }: { told: CheckStage | undefined; isBusy: boolean }) {
  const look = "mt-0.5 shrink-0";
  if (told?.ok) return <CircleCheck aria-hidden="true" size={18} className={`${look} text-good`} />;
  if (told) return <CircleX aria-hidden="true" size={18} className={`${look} text-bad`} />;
  if (isBusy)
    return <LoaderCircle aria-hidden="true" size={18} className={`${look} animate-spin text-accent`} />;
  return <Circle aria-hidden="true" size={18} className={`${look} text-line`} />;
}
