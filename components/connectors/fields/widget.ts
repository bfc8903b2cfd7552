import type { Widget } from "#lib/connectors/field-meta.ts";
import type { FieldSpec } from "#lib/connectors/fields.ts";

/** A field as its widget gets it; the words are in the reader's language. */
export type WidgetProps = {
  spec: FieldSpec;
  /** What the control is found by. */
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  onBlur: () => void;
  errors: string[];
  /** Its name is told by what stands above it. */
  hidesLabel?: boolean;
};

/** Whether a field is a list that is written one entry per line. */
export function takesLines(widget: Widget): boolean {
  return widget === "lines" || widget === "microsoft_links";
}
