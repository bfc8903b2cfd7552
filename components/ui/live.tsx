"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Keeps a page fresh while something on it goes on and somebody may be looking. */
export function Live({ everyMs = 3000 }: { everyMs?: number }) {
  const { refresh } = useRouter();
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refresh(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, refresh]);
  return null;
}
