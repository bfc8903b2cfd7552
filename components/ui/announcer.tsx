"use client";

import { useEffect, useState } from "react";

const pauseMs = 10_000;

/** Reads a summary out when it changes, at most every ten seconds: the latest one. */
export function Announcer({ words }: { words: string }) {
  const [said, setSaid] = useState({ words: "", at: 0 });
  const [first] = useState(words);
  useEffect(() => {
    // What the page opened with is on the page.
    if (words === said.words || (said.at === 0 && words === first)) return;
    const wait = Math.max(0, said.at + pauseMs - Date.now());
    const timer = setTimeout(() => setSaid({ words, at: Date.now() }), wait);
    return () => clearTimeout(timer);
  }, [words, said, first]);
  return (
    <p role="status" className="sr-only">
      {said.words}
    </p>
  );
}
