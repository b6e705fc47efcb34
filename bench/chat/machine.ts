import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** What a measurement needs to know of the machine: whose CPU, whose memory. Linux only. */

const TICKS_A_SECOND = Number(execFileSync("getconf", ["CLK_TCK"]).toString());

const PAGE_BYTES = 4_096;

interface Stat {
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    return {
      parent: fields[1] ?? 0,
      cpuSeconds: ticks / TICKS_A_SECOND,
      residentBytes: (fields[21] ?? 0) * PAGE_BYTES,
    };
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

/** A process and all that descend from it, without another one and its own. */
function treeOf(pid: number, without: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = statOf(Number(name));
    if (stat === undefined) continue;
    const list = children.get(stat.parent) ?? [];
    list.push(Number(name));
    children.set(stat.parent, list);
  }
  const walk = (one: number): number[] =>
    one === without ? [] : [one, ...(children.get(one) ?? []).flatMap(walk)];
  return walk(pid);
}

export interface Usage {
  readonly cpuSeconds: number;
  /** What the processes hold, memory that they share counted by its share (PSS) where we may see that. */
  readonly bytes: number;
}

export function usageOf(pid: number, without = 0): Usage {
  if (pid === 0) return { cpuSeconds: 0, bytes: 0 };
  let cpuSeconds = 0;
  let bytes = 0;
  for (const one of treeOf(pid, without)) {
    const stat = statOf(one);
    if (stat === undefined) continue;
    cpuSeconds += stat.cpuSeconds;
    try {
      const rollup = readFileSync(`/proc/${one}/smaps_rollup`, "latin1");
      bytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) * 1_024;
    } catch {
      // Another user's, which not everybody may look into.
      bytes += stat.residentBytes;
    }
  }
  return { cpuSeconds, bytes };
}

export interface Ticks {
  readonly total: number;
  readonly idle: number;
  /** Withheld by the host of this virtual machine. */
  readonly stolen: number;
}

export function machineTicks(): Ticks {
  const [line = ""] = readFileSync("/proc/stat", "latin1").split("\n");
  const fields = line.trim().split(/\s+/).slice(1, 9).map(Number);
  return {
    total: fields.reduce((sum, one) => sum + one, 0),
    idle: (fields[3] ?? 0) + (fields[4] ?? 0),
    stolen: fields[7] ?? 0,
  };
}

/** The share of the machine, in percent, that went neither to `ownCpuSeconds` nor to nobody. */
export function othersShare(from: Ticks, to: Ticks, ownCpuSeconds: number): number {
  const total = to.total - from.total;
  const busy = total - (to.idle - from.idle);
  return (100 * Math.max(0, busy - ownCpuSeconds * TICKS_A_SECOND)) / total;
}

export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
