import type { RunMark, RunState } from "./row.ts";

/** How a run is drawn; `missed` is a gap: nothing ran. */
export type Look = RunState | "missed";

export function lookOf({ state, reason }: Pick<RunMark, "state" | "reason">): Look {
  return state === "skipped" && reason?.startsWith("missed") ? "missed" : state;
}

// Told apart without colour: a flat, a slanted and a pointed top, an outline, a dash, a gap.
const looks: Record<Look, string> = {
  succeeded: "rounded-t-xs bg-good",
  partial: "bg-warn [clip-path:polygon(0_35%,100%_0,100%_100%,0_100%)]",
  failed: "bg-bad [clip-path:polygon(50%_0,100%_40%,100%_100%,0_100%,0_40%)]",
  cancelled: "rounded-t-xs border border-quiet",
  skipped: "rounded-full bg-quiet",
  missed: "bg-line",
  queued: "rounded-t-xs border border-accent border-dashed",
  running: "rounded-t-xs border border-accent bg-accent/40",
  interrupted: "rounded-t-xs border border-warn border-dashed",
};

/** @param height from 0 to 1; what took no time is a mark at the bottom */
export function RunShape({ look, height }: { look: Look; height: number }) {
  const tall = look === "skipped" ? "4px" : look === "missed" ? "1px" : `${Math.round(height * 100)}%`;
  return <span aria-hidden="true" className={`block w-full ${looks[look]}`} style={{ height: tall }} />;
}
