import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { FieldFrame } from "#components/ui/field-frame.tsx";
import type { FieldSpec } from "#lib/connectors/fields.ts";
import type { WidgetProps } from "./widget.ts";

type Props = Pick<WidgetProps, "spec" | "id" | "errors" | "hidesLabel"> &
  Pick<ComponentProps<typeof FieldFrame>, "aside" | "children">;

/** What goes around the control of a field, as its schema tells it. */
export function SpecFrame({ spec, id, errors, hidesLabel, aside, children }: Props) {
  return (
    <FieldFrame
      label={<FieldLabel spec={spec} isHidden={hidesLabel} />}
      id={id}
      hint={hidesLabel ? undefined : spec.description}
      error={errors}
      isRequired={spec.isRequired}
      aside={aside}
    >
      {children}
    </FieldFrame>
  );
}

/** A field's name; those that may stay empty say so. */
export function FieldLabel({ spec, isHidden }: { spec: FieldSpec; isHidden?: boolean | undefined }) {
  const t = useTranslations("fields");
  return (
    <span className={isHidden ? "sr-only" : ""}>
      {spec.title}
      {spec.isRequired ? null : <span className="font-normal text-quiet"> {t("optional")}</span>}
    </span>
  );
}
