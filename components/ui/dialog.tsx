"use client";

import { type ReactNode, type RefObject, useId } from "react";

type Props = {
  ref: RefObject<HTMLDialogElement | null>;
  title: string;
  children: ReactNode;
  onClose?: () => void;
  /** For tables. */
  isWide?: boolean;
};

/** Asks or tells something before all else. The browser keeps the focus inside, and gives it back. */
export function Dialog({ ref, title, children, onClose, isWide = false }: Props) {
  const id = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      closedby="any"
      className={`m-auto w-[calc(100%-2rem)] ${isWide ? "max-w-3xl" : "max-w-md"} rounded-lg border border-line bg-page p-0 text-ink backdrop:bg-black/50`}
    >
      <div className="grid gap-4 p-5">
        <h2 id={id} className="font-semibold text-lg">
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
