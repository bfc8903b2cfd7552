"use client";

import { useEffect } from "react";

/** Counts in the page's title, so that a tab in the background tells: “(3) Schedules”. Nothing at zero. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\) /, "");
    document.title = count > 0 ? `(${count}) ${plain}` : plain;
    return () => {
      document.title = document.title.replace(/^\(\d+\) /, "");
    };
  }, [count]);
}
