"use client";

import { useRef, useState } from "react";
import type { Refusal } from "#app/api-client.ts";
import type { BulkItem } from "#lib/schedules/bulk-schemas.ts";
import { type Change, carryOut, preview, type Target } from "./bulk-doors.ts";

/** How far a change is: what it would do is looked up and shown before anything is done. */
export type Bulk =
  | { step: "idle" }
  | { step: "looking"; items: BulkItem[] }
  | { step: "shown"; change: Change; items: BulkItem[] }
  | { step: "doing"; of: number; items: BulkItem[] }
  | { step: "done"; of: number; items: BulkItem[]; refusal?: Refusal }
  | { step: "refused"; refusal: Refusal };

export function useBulk(workspaceId: string, target: Target) {
  const [bulk, setBulk] = useState<Bulk>({ step: "idle" });
  const stop = useRef(new AbortController());
  const look = async (change: Change) => {
    setBulk({ step: "looking", items: [] });
    const { items, refusal } = await preview(workspaceId, change, target, (so) =>
      setBulk({ step: "looking", items: so }),
    );
    setBulk(refusal ? { step: "refused", refusal } : { step: "shown", change, items });
  };
  /** Just what was shown: those that would change, and no other. */
  const go = async (change: Change, shown: BulkItem[]) => {
    const ids = shown.filter(({ outcome }) => outcome === "changed").map((item) => item.connector_id);
    const of = ids.length;
    stop.current = new AbortController();
    setBulk({ step: "doing", of, items: [] });
    const { items, refusal } = await carryOut(workspaceId, change, ids, {
      onItems: (so) => setBulk({ step: "doing", of, items: so }),
      signal: stop.current.signal,
    });
    setBulk({ step: "done", of, items, refusal });
  };
  return {
    bulk,
    look,
    go,
    refuse: (refusal: Refusal) => setBulk({ step: "refused", refusal }),
    stop: () => stop.current.abort(),
  };
}
