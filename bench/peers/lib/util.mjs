// Helpers shared by every script: flags, statistics, process accounting, one-line summaries.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export function flags(defaults) {
  const out = { ...defaults };
  const argv = process.argv.slice(2);
  for (let i = 0; i < argv.length; i++) {
    const m = /^--([a-z0-9-]+)(?:=(.*))?$/i.exec(argv[i]);
    if (!m) throw new Error(`unexpected argument ${argv[i]}`);
    const key = m[1];
    if (!(key in defaults))
      throw new Error(`unknown flag --${key}; known: ${Object.keys(defaults).join(", ")}`);
    const raw = m[2] ?? argv[++i];
    out[key] = typeof defaults[key] === "number" ? Number(raw) : raw;
  }
  for (const key of Object.keys(defaults)) {
    const env = process.env[`BENCH_${key.replace(/-/g, "_").toUpperCase()}`];
    if (env !== undefined && out[key] === defaults[key])
      out[key] = typeof defaults[key] === "number" ? Number(env) : env;
  }
  return out;
}

export function onlyLoopback(host) {
  if (!/^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host))
    throw new Error(`refusing a target that is not loopback: ${host}`);
  return host;
}

export function pct(sorted, p) {
  if (sorted.length === 0) return NaN;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))];
}
export const asc = (a) => Float64Array.from(a).sort();
export const r2 = (x) => (Number.isFinite(x) ? Math.round(x * 100) / 100 : x);
export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

const HZ = (() => {
  try {
    return Number(execFileSync("getconf", ["CLK_TCK"]).toString());
  } catch {
    return 100;
  }
})();
const PAGE = 4096;

function stat(pid) {
  try {
    const s = readFileSync(`/proc/${pid}/stat`, "latin1");
    const f = s.slice(s.lastIndexOf(")") + 2).split(" ");
    return {
      ppid: Number(f[1]),
      cpu: (Number(f[11]) + Number(f[12])) / HZ,
      dead: (Number(f[13]) + Number(f[14])) / HZ,
      rss: Number(f[21]) * PAGE,
    };
  } catch {
    return null;
  }
}
// pid and every descendant
export function tree(pid) {
  const kids = new Map();
  for (const d of readdirSync("/proc")) {
    if (!/^\d+$/.test(d)) continue;
    const s = stat(d);
    if (s) (kids.get(s.ppid) ?? kids.set(s.ppid, []).get(s.ppid)).push(Number(d));
  }
  const all = [];
  const walk = (p) => {
    all.push(p);
    for (const k of kids.get(p) ?? []) walk(k);
  };
  walk(Number(pid));
  return all;
}
// CPU seconds (with reaped children) and proportional set size of a process tree
export function usage(pid) {
  if (!pid) return { cpu: 0, rss: 0 };
  let cpu = 0,
    rss = 0;
  for (const p of tree(pid)) {
    const s = stat(p);
    if (!s) continue;
    cpu += s.cpu + s.dead;
    let pss = s.rss;
    try {
      const m = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${p}/smaps_rollup`, "latin1"));
      if (m) pss = Number(m[1]) * 1024;
    } catch {
      /* keep rss */
    }
    rss += pss;
  }
  return { cpu, rss };
}
export function idleShare() {
  const f = readFileSync("/proc/stat", "latin1").split("\n")[0].trim().split(/\s+/).slice(1).map(Number);
  return { idle: f[3] + f[4], total: f.slice(0, 8).reduce((a, b) => a + b, 0) };
}
export function summary(name, o) {
  console.log(
    `${name} ` +
      Object.entries(o)
        .map(([k, v]) => `${k}=${typeof v === "number" ? r2(v) : v}`)
        .join(" "),
  );
}
