/** A key of the keyboard. */
export function Key({ children }: { children: string }) {
  return (
    <kbd className="inline-grid h-6 min-w-6 place-items-center rounded-md border border-line bg-raised px-1.5 font-mono text-xs">
      {children}
    </kbd>
  );
}
