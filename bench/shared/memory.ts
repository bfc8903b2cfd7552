import { readFileSync } from "node:fs";

/** The most memory that was ever resident of a process, in MB; undefined when it is gone. Linux only. */
export function peakMb(pid: number): number | undefined {
  try {
    const kb = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kb === undefined ? undefined : Math.round(Number(kb) / 1024);
  } catch {
    return undefined;
  }
}

/** Looks at a process until it ends. @returns how much was resident at most */
export function watchPeak(pid: number): { end: () => number } {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, peakMb(pid) ?? 0);
  };
  const timer = setInterval(look, 20);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return peak;
    },
  };
}
