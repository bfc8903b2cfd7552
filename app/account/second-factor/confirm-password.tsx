"use client";

import { useTranslations } from "next-intl";
import type { Answer } from "#app/api-client.ts";
import { filled, useRefusableForm } from "#app/use-refusable-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";

type Props<T> = {
  email: string;
  /** What will be other then. */
  what: string | undefined;
  send: (body: { current_password: string }) => Promise<Answer<T>>;
  onDone: (answer: T) => void;
  onCancel: () => void;
};

/** Asks for the password before something is changed that guards the account. */
export function ConfirmPassword<T>({ email, what, send, onDone, onCancel }: Props<T>) {
  const t = useTranslations("account");
  const { form, field, problem, isBusy } = useRefusableForm({
    fields: { current_password: filled(t("enter_current")) },
    send: async (values) => {
      const answer = await send(values);
      if (!answer.ok) return answer.refusal;
      onDone(answer.body);
    },
  });
  return (
    <form {...form} className="grid max-w-md gap-4">
      {what ? <p className="text-sm">{what}</p> : null}
      {problem ? <Notice>{problem}</Notice> : null}
      <input name="username" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t("current_password")}
        type="password"
        autoComplete="current-password"
        autoFocus
        {...field("current_password")}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" size="small" disabled={isBusy}>
          {t("confirm_password")}
        </Button>
        <Button look="quiet" size="small" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
