"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { useIsAlive } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { PresentedMe } from "#lib/auth/account/schemas.ts";
import type { PresentedSetup } from "#lib/auth/second-factor/schemas.ts";
import { ConfirmPassword } from "./confirm-password.tsx";
import { FirstCode } from "./first-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

type Factor = NonNullable<PresentedMe["user"]>["second_factor"];
type Codes = { recovery_codes: string[] };

type Step =
  | { at: "rest" }
  | { at: "password"; for: "setup" | "removal" | "recovery_codes" }
  | { at: "first_code"; setup: PresentedSetup }
  | { at: "codes"; codes: string[] };

const rest: Step = { at: "rest" };

/** Turns the second factor on or off, and makes new recovery codes: one step after the other, in place. */
export function SecondFactor({ email, factor }: { email: string; factor: Factor }) {
  const t = useTranslations("account");
  const { refresh } = useRouter();
  const [step, setStep] = useState<Step>(rest);
  const finish = () => {
    setStep(rest);
    refresh();
  };
  switch (step.at) {
    case "rest":
      return <Rest factor={factor} onAsk={(asked) => setStep({ at: "password", for: asked })} />;
    case "password":
      return (
        <ConfirmPassword
          email={email}
          what={
            step.for === "setup" ? undefined : t(step.for === "removal" ? "turn_off_what" : "new_codes_what")
          }
          send={(body) => send<PresentedSetup & Codes>("POST", `/v1/me/second_factor/${step.for}`, body)}
          onDone={(answer) => {
            if (step.for === "setup") setStep({ at: "first_code", setup: answer });
            else if (step.for === "removal") finish();
            else setStep({ at: "codes", codes: answer.recovery_codes });
          }}
          onCancel={() => setStep(rest)}
        />
      );
    case "first_code":
      return (
        <FirstCode
          setup={step.setup}
          onDone={(codes) => setStep({ at: "codes", codes })}
          onCancel={() => setStep(rest)}
        />
      );
    case "codes":
      return <RecoveryCodes codes={step.codes} onDone={finish} />;
  }
}

type RestProps = { factor: Factor; onAsk: (what: "setup" | "removal" | "recovery_codes") => void };

function Rest({ factor, onAsk }: RestProps) {
  const t = useTranslations("account");
  const isAlive = useIsAlive();
  const choice = (what: Parameters<typeof onAsk>[0], words: string) => (
    <Button look="plain" size="small" disabled={!isAlive} onClick={() => onAsk(what)}>
      {words}
    </Button>
  );
  if (!factor) {
    return (
      <>
        <p className="text-sm">{t("factor_off")}</p>
        <div>{choice("setup", t("turn_on"))}</div>
      </>
    );
  }
  return (
    <>
      <p className="text-sm">
        {t.rich("factor_since", { date: () => <Moment at={factor.since} /> })}{" "}
        {t("codes_left", { count: factor.recovery_codes })}
      </p>
      <div className="flex flex-wrap gap-3">
        {choice("recovery_codes", t("new_codes"))}
        {choice("removal", t("turn_off"))}
      </div>
    </>
  );
}
