"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type SchemaWords, translator } from "./translate.ts";

export type Member = { email: string; name: string };

type Value = { say: (text: string) => string; members: readonly Member[] };

const FieldsContext = createContext<Value>({ say: (text) => text, members: [] });

type Props = { words: SchemaWords; members: readonly Member[]; children: ReactNode };

/** What the fields of a form need beside the form: their words in the reader's language, and who can be chosen. */
export function FieldsProvider({ words, members, children }: Props) {
  const value = useMemo(() => ({ say: translator(words), members }), [words, members]);
  return <FieldsContext value={value}>{children}</FieldsContext>;
}

/** Tells what schemas say in the reader's language. */
export function useSay(): (text: string) => string {
  return useContext(FieldsContext).say;
}

export function useMembers(): readonly Member[] {
  return useContext(FieldsContext).members;
}
