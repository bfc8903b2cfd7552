"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

type Props = {
  /** What the button says, and the one in the dialog that does it. */
  words: string;
  /** What is asked. */
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** `quiet` in tables, where it takes no more room than its words. */
  look?: "careful" | "quiet";
  /** Whether it may be done yet, where the dialog asks for something first. */
  isReady?: boolean;
  isBusy: boolean;
  problem: string | undefined;
  onConfirm: () => void;
};

/** A button for what can't be undone: it asks first, and says what will happen. */
export function ConfirmButton({ words, title, children, look = "careful", isReady = true, ...act }: Props) {
  const t = useTranslations("list");
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button
        look={look}
        size="small"
        className={look === "quiet" ? "-mx-3 -my-1.5" : undefined}
        onClick={() => dialog.current?.showModal()}
      >
        {words}
      </Button>
      <Dialog ref={dialog} title={title}>
        <div className="grid gap-3 text-sm">{children}</div>
        {act.problem ? <Notice>{act.problem}</Notice> : null}
        <div className="flex justify-end gap-2">
          <Button look="plain" size="small" onClick={() => dialog.current?.close()}>
            {t("cancel")}
          </Button>
          <Button look="danger" size="small" disabled={!isReady || act.isBusy} onClick={act.onConfirm}>
            {words}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
