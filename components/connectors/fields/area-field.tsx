import { useTranslations } from "next-intl";
import { type ClipboardEvent, useState } from "react";
import { control } from "#components/ui/field-frame.tsx";
import { readHeaders, readLines, writeHeaders } from "./lines.ts";
import { SpecFrame } from "./spec-frame.tsx";
import { takesLines, type WidgetProps } from "./widget.ts";

const area = `${control} field-sizing-content max-h-96 font-mono sm:text-[0.8125rem]/6`;

/** A query: several lines in a monospaced face. */
export function CodeField({ spec, id, value, onChange, onBlur, errors, hidesLabel }: WidgetProps) {
  return (
    <SpecFrame spec={spec} id={id} errors={errors} hidesLabel={hidesLabel}>
      {(wired) => (
        <textarea
          {...wired}
          rows={3}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={spec.placeholder}
          value={typeof value === "string" ? value : ""}
          onChange={({ target }) => onChange(target.value)}
          onBlur={onBlur}
          className={`${area} min-h-20`}
        />
      )}
    </SpecFrame>
  );
}

/** A list: one entry per line, as it was pasted. */
export function LinesField(props: WidgetProps) {
  const t = useTranslations("fields");
  const given = Array.isArray(props.value) ? props.value.map(String) : [];
  return (
    <ParsedArea
      {...props}
      text={given.join("\n")}
      read={readLines}
      note={given.length > 1 ? t("entries", { count: given.length }) : undefined}
    />
  );
}

/** Names and values, one per line. */
export function HeadersField(props: WidgetProps) {
  const isGiven = typeof props.value === "object" && props.value !== null;
  const text = isGiven ? writeHeaders(props.value as Record<string, string>) : "";
  return <ParsedArea {...props} text={text} read={readHeaders} />;
}

type ParsedProps = WidgetProps & { text: string; read: (text: string) => unknown; note?: string | undefined };

/** Text that is kept as it is typed while what it means is handed on; another value from outside replaces it. */
function ParsedArea({ spec, id, text, read, onChange, onBlur, errors, hidesLabel, note }: ParsedProps) {
  const [typed, setTyped] = useState(text);
  const isOurs = JSON.stringify(read(typed)) === JSON.stringify(read(text));
  const shown = isOurs ? typed : text;
  const take = (next: string) => {
    setTyped(next);
    onChange(read(next));
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    if (selectionStart !== selectionEnd || selectionEnd !== value.length) return;
    event.preventDefault();
    // What is pasted at the end begins and ends with a line of its own, so that the next paste follows on.
    const before = value === "" || value.endsWith("\n") ? value : `${value}\n`;
    take(`${before}${event.clipboardData.getData("text").trim()}\n`);
  };
  return (
    <SpecFrame
      spec={spec}
      id={id}
      errors={errors}
      hidesLabel={hidesLabel}
      aside={note ? <span className="text-quiet text-xs tabular-nums">{note}</span> : undefined}
    >
      {(wired) => (
        <textarea
          {...wired}
          rows={2}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          placeholder={spec.placeholder}
          value={shown}
          onChange={({ target }) => take(target.value)}
          onPaste={takesLines(spec.widget) ? paste : undefined}
          onBlur={onBlur}
          className={`${area} min-h-16`}
        />
      )}
    </SpecFrame>
  );
}
