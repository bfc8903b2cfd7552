/** The product's mark and name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold">
      <svg
        viewBox="0 0 32 32"
        width={20}
        height={20}
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth={3.5}
        strokeLinecap="round"
        className="text-accent"
      >
        <path d="M6 5c0 8 10 7 10 15v8" />
        <path d="M26 5c0 8-10 7-10 15" />
      </svg>
      Tributary
    </span>
  );
}
