"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { keepCookie } from "./keep-cookie.ts";

/** Tells the server this browser's time zone, so that pages come with the viewer's times. */
export function RememberZone({ known }: { known: string | undefined }) {
  const { refresh } = useRouter();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (!timeZone || timeZone === known) return;
    keepCookie("time_zone", timeZone);
    refresh();
  }, [known, refresh]);
  return null;
}
