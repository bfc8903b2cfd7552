import { readdirSync, readFileSync, writeFileSync } from "node:fs";

/** What a process has taken so far. Linux only: read from /proc. */
export type Usage = {
  /** The most memory that was ever resident, in MB. */
  peakMb: number;
  /** Seconds of processor time, its own and the kernel's for it. */
  cpuS: number;
};

const ticksPerSecond = 100;

/** What a process has taken; undefined when it is gone. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
    const { ticks } = statOf(pid);
    return { peakMb: Math.round(peakKb / 1024), cpuS: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}

/** MB that are resident now. */
export function residentMb(pid: number): number {
  const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kb ?? 0) / 1024);
}

/** Forgets the most memory that a process ever had. @returns the most that it has had since then, in MB */
export function peakSince(pid: number): () => number {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  return () => usageOf(pid)?.peakMb ?? Number.NaN;
}

/** Seconds of processor time of all processes that a process started. */
export function childrenCpuS(parent: number): number {
  let ticks = 0;
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = statOf(Number(name));
      if (stat.parent === parent) ticks += stat.ticks;
    } catch {
      // It has just ended.
    }
  }
  return ticks / ticksPerSecond;
}

/** proc(5): the name, in parentheses, may hold anything; what follows begins with the third field. */
function statOf(pid: number): { parent: number; ticks: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

/** Looks at a process until it ends. */
export function watchUsage(pid: number): { end: () => Usage } {
  let last: Usage = { peakMb: 0, cpuS: 0 };
  const look = () => {
    const now = usageOf(pid);
    // What has ended and isn't reaped yet has no memory any more.
    if (now) last = { cpuS: now.cpuS, peakMb: Math.max(last.peakMb, now.peakMb) };
  };
  const timer = setInterval(look, 20);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return last;
    },
  };
}
