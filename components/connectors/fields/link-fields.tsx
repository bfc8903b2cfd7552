import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { LinesField } from "./area-field.tsx";
import { driveNote, microsoftNotes, scopeExample, shortId } from "./link-notes.ts";
import { TextField } from "./text-field.tsx";
import type { WidgetProps } from "./widget.ts";

/** A link of Google Drive; what it names is shown as soon as it is pasted. */
export function DriveLinkField(props: WidgetProps) {
  const t = useTranslations("fields");
  const note = driveNote(props.value);
  return (
    <TextField
      {...props}
      note={
        <div aria-live="polite" className="text-sm empty:hidden">
          {note?.kind === "id" ? (
            <Recognised>
              {t.rich("drive_id", { id: () => <code title={note.id}>{shortId(note.id)}</code> })}
              {note.hasKey ? ` ${t("drive_key")}` : ""}
            </Recognised>
          ) : null}
          {note?.kind === "root" ? (
            <p className="flex gap-2 text-warn">
              <TriangleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
              {t("drive_root")}
            </p>
          ) : null}
        </div>
      }
    />
  );
}

/** Where a crawl starts, with what belongs to it and what doesn't, by example. */
export function StartPageField(props: WidgetProps) {
  const t = useTranslations("fields");
  const pages = useWatch({ name: "slots.extraction_type" });
  const example = pages === "all" ? scopeExample(props.value) : undefined;
  return (
    <TextField
      {...props}
      note={
        <div aria-live="polite" className="grid gap-1 text-sm empty:hidden">
          {example ? (
            <>
              <Recognised>
                {t.rich("in_scope", { address: () => <Address>{example.inside}</Address> })}
              </Recognised>
              <p className="flex gap-2 text-quiet">
                <span aria-hidden="true" className="w-4 shrink-0 text-center">
                  ✕
                </span>
                <span className="min-w-0">
                  {t.rich("out_of_scope", { address: () => <Address>{example.outside}</Address> })}
                </span>
              </p>
            </>
          ) : null}
          {example?.asFolder ? (
            <p className="pl-6 text-quiet">
              {t("no_slash")}{" "}
              <button
                type="button"
                onClick={() => props.onChange(example.asFolder)}
                className="text-accent underline underline-offset-2"
              >
                {t("add_slash")}
              </button>
            </p>
          ) : null}
        </div>
      }
    />
  );
}

const shownNotes = 5;

/** Addresses of SharePoint and OneDrive; what they name is shown as soon as they are pasted. */
export function MicrosoftLinksField(props: WidgetProps) {
  const t = useTranslations("fields");
  const notes = microsoftNotes(props.value);
  const more = notes.length - shownNotes;
  return (
    <div className="grid gap-1.5">
      <LinesField {...props} />
      <div aria-live="polite" className="grid gap-1 text-sm empty:hidden">
        {notes.slice(0, shownNotes).map(({ kind, place }) =>
          kind === "share" ? (
            <p key={place} className="flex gap-2 text-warn">
              <TriangleAlert aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
              {t("microsoft_share")}
            </p>
          ) : (
            <Recognised key={`${kind} ${place}`}>
              {t.rich(`microsoft_${kind}`, { place: () => <Address>{place}</Address> })}
            </Recognised>
          ),
        )}
        {more > 0 ? <p className="pl-6 text-quiet">{t("microsoft_more", { count: more })}</p> : null}
      </div>
    </div>
  );
}

function Address({ children }: { children: string }) {
  return <code className="text-[0.8125rem] [overflow-wrap:anywhere]">{children}</code>;
}

function Recognised({ children }: { children: ReactNode }) {
  return (
    <p className="flex gap-2">
      <CircleCheck aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-good" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}
