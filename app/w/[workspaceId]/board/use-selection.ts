"use client";

import { useState } from "react";

export type Selection = {
  /** Of the rows that are shown: what isn't seen isn't selected. */
  ids: ReadonlySet<string>;
  isAll: boolean;
  toggle: (id: string) => void;
  /** @param isRange takes all from the row that was ticked last */
  select: (id: string, isRange: boolean) => void;
  toggleAll: () => void;
  clear: () => void;
};

/** Which rows are ticked. */
export function useSelection(rows: readonly { id: string }[]): Selection {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string>();
  const ids = new Set(rows.filter(({ id }) => ticked.has(id)).map(({ id }) => id));
  const isAll = rows.length > 0 && ids.size === rows.length;
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
    setLast(id);
  };
  const select = (id: string, isRange: boolean) => {
    const [from, to] = [last, id].map((one) => rows.findIndex((row) => row.id === one));
    if (!isRange || from === undefined || to === undefined || from < 0) return toggle(id);
    const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    setTicked(new Set([...ids, ...between.map((row) => row.id)]));
    setLast(id);
  };
  return {
    ids,
    isAll,
    toggle,
    select,
    toggleAll: () => setTicked(new Set(isAll ? [] : rows.map(({ id }) => id))),
    clear: () => setTicked(new Set()),
  };
}
