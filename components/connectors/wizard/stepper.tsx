import { Check } from "lucide-react";
import { useTranslations } from "next-intl";

type Props<S extends string> = {
  steps: readonly S[];
  current: S;
  /** How many of the steps may be opened. */
  reached: number;
  titleOf: (step: S) => string;
  onOpen: (step: S) => void;
};

/** Where somebody is among steps; those that were reached can be opened again. */
export function Stepper<S extends string>({ steps, current, reached, titleOf, onOpen }: Props<S>) {
  const t = useTranslations("wizard");
  const at = steps.indexOf(current);
  return (
    <nav aria-label={t("steps")}>
      <p className="mb-2 text-quiet text-sm sm:hidden">
        {t("step_of", { step: at + 1, steps: steps.length })}
      </p>
      <ol className="flex gap-1 sm:gap-2">
        {steps.map((step, index) => {
          const isDone = index < at;
          const isOpen = index < reached && step !== current;
          const mark = isDone ? <Check aria-hidden="true" size={14} strokeWidth={3} /> : index + 1;
          const look =
            step === current
              ? "border-accent bg-accent text-page"
              : isDone
                ? "border-accent text-accent"
                : "border-line text-quiet";
          return (
            <li key={step} className="min-w-0 grow basis-0">
              <button
                type="button"
                onClick={() => onOpen(step)}
                disabled={!isOpen}
                aria-current={step === current ? "step" : undefined}
                className="grid w-full min-w-0 gap-2 text-left text-sm enabled:hover:text-accent disabled:cursor-default"
              >
                <span
                  aria-hidden="true"
                  className={`h-1 rounded-full ${index <= at ? "bg-accent" : "bg-line"}`}
                />
                <span className="flex min-w-0 items-center gap-2">
                  <span
                    aria-hidden="true"
                    className={`grid size-5.5 shrink-0 place-items-center rounded-full border text-xs tabular-nums ${look}`}
                  >
                    {mark}
                  </span>
                  <span
                    className={`truncate max-sm:sr-only ${step === current ? "font-medium" : "text-quiet"}`}
                  >
                    {titleOf(step)}
                    {isDone ? <span className="sr-only">{t("done")}</span> : null}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
