"use client";

import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

export type MenuItem = {
  id: string;
  label: string;
  icon?: ReactNode;
  isDanger?: boolean;
  onSelect: () => void;
};

type Props = { label: string; items: MenuItem[]; children: ReactNode };

/** A button with more to do behind it. The browser opens and closes it; arrows go through it. */
export function Menu({ label, items, children }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    const menu = list.current;
    if (!at || !menu) return;
    const { offsetHeight: height, offsetWidth: width } = menu;
    const isBelow = at.bottom + height + 8 < innerHeight;
    menu.style.top = `${isBelow ? at.bottom + 4 : Math.max(8, at.top - height - 4)}px`;
    menu.style.left = `${Math.max(8, at.right - width)}px`;
    menu.querySelector("button")?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={label}
        className="rounded-lg p-1 text-quiet hover:bg-line/60 hover:text-ink"
      >
        {children}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onToggle={(event) => event.newState === "open" && place()}
        onKeyDown={walk}
        className="fixed inset-auto m-0 min-w-44 rounded-lg border border-line bg-page p-1 text-ink text-sm"
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              list.current?.hidePopover();
              item.onSelect();
            }}
            className={`flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-raised focus:bg-raised ${item.isDanger ? "text-bad" : ""}`}
          >
            {item.icon}
            {item.label}
          </button>
        ))}
      </div>
    </>
  );
}

function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll("button")];
  const at = items.findIndex((item) => item.matches(":focus"));
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const to = moves[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}
