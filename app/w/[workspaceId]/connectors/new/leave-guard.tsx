"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";

type Props = { isActive: boolean; onDiscard: () => void };

/** Asks before somebody leaves what they entered: by a link here, by closing or reloading in the browser's own words. */
export function LeaveGuard({ isActive, onDiscard }: Props) {
  const t = useTranslations("wizard");
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const [goal, setGoal] = useState("");
  useEffect(() => {
    if (!isActive) return;
    const unload = (event: BeforeUnloadEvent) => event.preventDefault();
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !leadsAway(link, event)) return;
      event.preventDefault();
      event.stopPropagation();
      setGoal(link.href);
      dialog.current?.showModal();
    };
    window.addEventListener("beforeunload", unload);
    document.addEventListener("click", click, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", unload);
      document.removeEventListener("click", click, { capture: true });
    };
  }, [isActive]);
  const leave = () => {
    dialog.current?.close();
    const url = new URL(goal);
    router.push(url.pathname + url.search + url.hash);
  };
  return (
    <Dialog ref={dialog} title={t("leave_title")}>
      <p className="text-quiet text-sm">{t("leave_help")}</p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => dialog.current?.close()}>
          {t("stay")}
        </Button>
        <Button look="plain" size="small" onClick={leave}>
          {t("leave_keep")}
        </Button>
        <Button
          look="plain"
          size="small"
          onClick={() => {
            onDiscard();
            leave();
          }}
        >
          {t("leave_discard")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Whether a click on a link opens another page of ours in this tab. */
function leadsAway(link: HTMLAnchorElement, event: MouseEvent): boolean {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return false;
  if (link.target !== "" && link.target !== "_self") return false;
  return link.origin === location.origin && link.pathname !== location.pathname;
}
