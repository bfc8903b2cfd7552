"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Change, Target } from "./bulk-doors.ts";
import { BulkPreview, BulkProgress, Refused } from "./bulk-preview.tsx";
import type { May } from "./may.ts";
import { RescheduleForm } from "./reschedule-form.tsx";
import { SpreadProposal } from "./spread-proposal.tsx";
import { type Bulk, useBulk } from "./use-bulk.ts";

export type BulkAction = Change["action"] | "spread";

export const permissionOf: Record<BulkAction, keyof May> = {
  run_now: "run",
  pause: "schedule",
  resume: "schedule",
  reschedule: "schedule",
  spread: "schedule",
  delete: "remove",
};

type Props = {
  workspaceId: string;
  action: BulkAction;
  target: Target;
  onClose: (hasChanged: boolean) => void;
};

/** One change for many: asks what it needs, shows exactly what would happen, does that, and tells what came of it. */
export function BulkDialog({ workspaceId, action, target, onClose }: Props) {
  const t = useTranslations("schedules");
  const wordsOf = useRefusalWords();
  const { bulk, look, go, refuse, stop } = useBulk(workspaceId, target);
  const [reason, setReason] = useState("");
  const lookAtOnce = useEffectEvent(() => {
    if (action !== "reschedule" && action !== "spread") look({ action });
  });
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    lookAtOnce();
  }, []);
  const isOpenToChange = bulk.step !== "doing" && bulk.step !== "done";
  // Whoever leaves while it goes on lets it end after the part under way.
  const close = () => {
    stop();
    onClose(bulk.step === "doing" || bulk.step === "done");
  };
  return (
    <Dialog ref={dialog} title={t(`bulk.title.${action}`)} onClose={close} isWide>
      {isOpenToChange && action === "pause" ? (
        <Field
          label={t("bulk.reason")}
          hint={t("bulk.reason_hint")}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : null}
      {isOpenToChange && action === "reschedule" ? <RescheduleForm onLook={look} /> : null}
      {isOpenToChange && action === "spread" && "ids" in target ? (
        <SpreadProposal workspaceId={workspaceId} ids={target.ids} onLook={look} onRefused={refuse} />
      ) : null}
      {bulk.step === "refused" ? <Notice>{wordsOf(bulk.refusal)}</Notice> : null}
      <Progress bulk={bulk} action={action} />
      <Actions
        bulk={bulk}
        action={action}
        onGo={(change, items) => {
          const said = reason.trim();
          go(change.action === "pause" && said ? { ...change, reason: said } : change, items);
        }}
        onStop={stop}
        onClose={() => dialog.current?.close()}
      />
    </Dialog>
  );
}

function Progress({ bulk, action }: { bulk: Bulk; action: BulkAction }) {
  const t = useTranslations("schedules");
  const wordsOf = useRefusalWords();
  switch (bulk.step) {
    case "looking":
      return (
        <p role="status" className="text-quiet text-sm">
          {t("bulk.looking", { count: bulk.items.length })}
        </p>
      );
    case "shown":
      return <BulkPreview items={bulk.items} action={action} />;
    case "doing":
      return <BulkProgress items={bulk.items} of={bulk.of} />;
    case "done":
      return (
        <>
          <BulkProgress items={bulk.items} of={bulk.of} />
          {bulk.refusal ? <Notice>{wordsOf(bulk.refusal)}</Notice> : null}
          <Refused items={bulk.items} />
        </>
      );
    default:
      return null;
  }
}

type ActionsProps = {
  bulk: Bulk;
  action: BulkAction;
  onGo: (change: Change, items: Extract<Bulk, { step: "shown" }>["items"]) => void;
  onStop: () => void;
  onClose: () => void;
};

function Actions({ bulk, action, onGo, onStop, onClose }: ActionsProps) {
  const t = useTranslations("schedules");
  const changes =
    bulk.step === "shown" ? bulk.items.filter(({ outcome }) => outcome === "changed").length : 0;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {bulk.step === "doing" ? (
        <Button look="plain" size="small" onClick={onStop}>
          {t("bulk.stop")}
        </Button>
      ) : (
        <Button look="plain" size="small" onClick={onClose}>
          {t(bulk.step === "done" ? "bulk.close" : "bulk.leave")}
        </Button>
      )}
      {bulk.step === "shown" && changes > 0 ? (
        <Button size="small" onClick={() => onGo(bulk.change, bulk.items)}>
          {t(`bulk.go.${action}`, { count: changes })}
        </Button>
      ) : null}
    </div>
  );
}
