"use client";

import Link from "next/link";
import { type ReactNode, useDeferredValue, useRef, useState } from "react";
import { findSections, type SearchedSection } from "./find-sections.ts";

/** Searches the documentation, in place of its contents while something is typed. */
export function DocsSearch({ children }: { children: ReactNode }) {
  const asked = useRef(false);
  const [sections, setSections] = useState<SearchedSection[]>();
  const [typed, setTyped] = useState("");
  const wanted = useDeferredValue(typed);
  const load = async () => {
    if (asked.current) return;
    asked.current = true;
    const answer = await fetch("/docs/search-index").catch(() => undefined);
    if (answer?.ok) setSections(await answer.json());
    else asked.current = false;
  };
  return (
    <>
      <search>
        <input
          type="search"
          aria-label="Search the documentation"
          placeholder="Search the documentation"
          value={typed}
          onFocus={load}
          onChange={({ target }) => setTyped(target.value)}
          className="w-full rounded-lg border border-line bg-page px-3 py-1.5 text-sm placeholder:text-quiet"
        />
      </search>
      {wanted.trim() === "" ? (
        children
      ) : (
        <Found sections={sections} typed={wanted} onChoose={() => setTyped("")} />
      )}
    </>
  );
}

type FoundProps = { sections: SearchedSection[] | undefined; typed: string; onChoose: () => void };

function Found({ sections, typed, onChoose }: FoundProps) {
  const found = sections ? findSections(sections, typed) : [];
  return (
    <div className="grid content-start gap-3">
      <p role="status" className="text-quiet text-xs">
        {sections ? `${found.length} ${found.length === 1 ? "section" : "sections"}` : "Searching …"}
      </p>
      <ol className="grid gap-1">
        {found.map(({ href, page, title, excerpt }) => (
          <li key={href}>
            <Link
              href={href}
              onClick={onChoose}
              className="grid gap-0.5 rounded-lg px-2 py-1.5 hover:bg-line/60"
            >
              <span className="font-medium">{title}</span>
              {page === title ? null : <span className="text-quiet text-xs">{page}</span>}
              <span className="text-quiet text-xs [overflow-wrap:anywhere]">{excerpt}</span>
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}
