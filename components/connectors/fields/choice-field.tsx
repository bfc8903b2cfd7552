import { useTranslations } from "next-intl";
import { control, FieldErrors } from "#components/ui/field-frame.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { useMembers } from "./fields-context.tsx";
import { FieldLabel, SpecFrame } from "./spec-frame.tsx";
import type { WidgetProps } from "./widget.ts";

/** One of a few values, each with its words. */
export function ChoiceField({ spec, id, value, onChange, onBlur, errors }: WidgetProps) {
  const options = (spec.values ?? []).map((option) => ({
    value: option,
    title: spec.options?.[option]?.title ?? option,
    description: spec.options?.[option]?.description,
  }));
  return (
    <RadioCards
      id={id}
      label={<FieldLabel spec={spec} />}
      hint={spec.description}
      errors={errors}
      options={options}
      value={typeof value === "string" ? value : undefined}
      onChange={onChange}
      onBlur={onBlur}
    />
  );
}

/** On or off, with what it means beside it. */
export function SwitchField({ spec, id, value, onChange, onBlur, errors }: WidgetProps) {
  const isOn = (value ?? spec.fallback) === true;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="relative flex cursor-pointer items-start gap-3 text-sm">
        <input
          id={id}
          type="checkbox"
          role="switch"
          checked={isOn}
          aria-checked={isOn}
          onChange={({ target }) => onChange(target.checked)}
          onBlur={onBlur}
          aria-invalid={errors.length > 0 || undefined}
          aria-describedby={spec.description ? `${id}-hint` : undefined}
          className="peer sr-only"
        />
        <span
          aria-hidden="true"
          className="mt-0.5 h-5 w-9 shrink-0 rounded-full border border-quiet bg-raised p-0.5 transition-colors after:block after:size-3.5 after:rounded-full after:bg-quiet after:transition-transform peer-checked:border-accent peer-checked:bg-accent peer-checked:after:translate-x-4 peer-checked:after:bg-page peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-2"
        />
        <span className="grid">
          <span className="font-medium">{spec.title}</span>
          {spec.description ? (
            <span id={`${id}-hint`} className="text-quiet">
              {spec.description}
            </span>
          ) : null}
        </span>
      </label>
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  );
}

/** A member of the workspace, by e-mail address. */
export function MemberField({ spec, id, value, onChange, onBlur, errors }: WidgetProps) {
  const t = useTranslations("fields");
  const members = useMembers();
  const email = typeof value === "string" ? value : "";
  const isKnown = members.some((member) => member.email === email);
  return (
    <SpecFrame spec={spec} id={id} errors={errors}>
      {(wired) => (
        <select
          {...wired}
          value={email}
          onChange={({ target }) => onChange(target.value)}
          onBlur={onBlur}
          className={control}
        >
          <option value="">{t("choose_member")}</option>
          {email === "" || isKnown ? null : <option value={email}>{email}</option>}
          {members.map((member) => (
            <option key={member.email} value={member.email}>
              {member.name === "" ? member.email : `${member.name} · ${member.email}`}
            </option>
          ))}
        </select>
      )}
    </SpecFrame>
  );
}
