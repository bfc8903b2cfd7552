import { FileKey2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { type DragEvent, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Copyable } from "#components/ui/copyable.tsx";
import { control, FieldErrors } from "#components/ui/field-frame.tsx";
import { SpecFrame } from "./spec-frame.tsx";
import type { WidgetProps } from "./widget.ts";

type KeyFile = { client_email?: unknown; client_id?: unknown; project_id?: unknown };

/** A service account's key file, dropped, chosen or pasted. Once read, its account is shown and the key never. */
export function ServiceAccountField(props: WidgetProps) {
  const { value, onChange, spec, id } = props;
  const t = useTranslations("fields");
  const key = typeof value === "object" && value !== null ? (value as KeyFile) : undefined;
  if (typeof key?.client_email !== "string") return <KeyDrop {...props} />;
  return (
    <div className="grid gap-1.5">
      <p className="font-medium text-sm">{spec.title}</p>
      <div
        id={id}
        tabIndex={-1}
        className="grid min-w-0 gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-sm"
      >
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="flex min-w-0 items-center gap-2 font-medium [overflow-wrap:anywhere]">
            <FileKey2 aria-hidden="true" size={16} className="shrink-0 text-good" />
            {key.client_email}
          </p>
          <Button look="plain" size="small" onClick={() => onChange(undefined)}>
            {t("replace")}
          </Button>
        </div>
        <Account email={key.client_email} clientId={key.client_id} scope={spec.scope} />
      </div>
      <FieldErrors id={`${id}-error`} errors={props.errors} />
    </div>
  );
}

type AccountProps = { email: string; clientId: unknown; scope: string | undefined };

/** Who has to be told of the account, and what. */
function Account({ email, clientId, scope }: AccountProps) {
  const t = useTranslations("fields");
  if (scope === undefined) return <Copyable label={t("share_with")} value={email} />;
  return (
    <>
      <p className="text-quiet">{t("ask_admin")}</p>
      <Copyable label={t("client_id")} value={String(clientId ?? "")} />
      <Copyable label={t("scope")} value={scope} />
    </>
  );
}

function KeyDrop({ spec, id, onChange, onBlur, errors }: WidgetProps) {
  const t = useTranslations("fields");
  const chooser = useRef<HTMLInputElement>(null);
  const read = (text: string) => onChange(text.trim() === "" ? undefined : parsed(text));
  const take = async (file: File | undefined) => file && read(await file.text());
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <SpecFrame
      spec={spec}
      id={id}
      errors={errors}
      aside={
        <button
          type="button"
          onClick={() => chooser.current?.click()}
          className="text-accent text-sm underline underline-offset-2"
        >
          {t("choose_file")}
        </button>
      }
    >
      {(wired) => (
        <>
          <input
            ref={chooser}
            type="file"
            accept="application/json,.json"
            hidden
            onChange={({ target }) => void take(target.files?.[0])}
          />
          <textarea
            {...wired}
            rows={3}
            spellCheck={false}
            autoComplete="off"
            placeholder={t("drop_key")}
            onChange={({ target }) => read(target.value)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={drop}
            onBlur={onBlur}
            className={`${control} min-h-24 border-dashed font-mono`}
          />
        </>
      )}
    </SpecFrame>
  );
}

/** The file as an object; text that is none stays text, for the schema to say so. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
