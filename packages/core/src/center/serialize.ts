import type { CenterState } from "./state.js";

/** Raised with every change of the state's shape; a snapshot of another version is not read, the journal is. */
export const STATE_SCHEMA_VERSION = 12;

interface SerializedState {
  readonly schema: number;
  readonly seq: number;
  readonly at: number;
  readonly lastCaseNumber: number;
  readonly maps: Readonly<Record<MapName, readonly (readonly [string, unknown])[]>>;
}

const mapNames = [
  "users",
  "services",
  "entries",
  "reasons",
  "scenarios",
  "prompts",
  "schedules",
  "agents",
  "interactions",
  "offers",
  "liveByClient",
  "recent",
  "surveys",
  "handling",
  "openings",
] as const;
type MapName = (typeof mapNames)[number];

function mapsOf(state: CenterState): Record<MapName, Map<string, unknown>> {
  const { configuration, agents, interactions, offers, liveByClient, recent, surveys, handling, openings } =
    state;
  return {
    ...configuration,
    agents,
    interactions,
    offers,
    liveByClient,
    recent,
    surveys,
    handling,
    openings,
  } as Record<MapName, Map<string, unknown>>;
}

/** The state as plain JSON-able data. It shares objects with the state: turn it into text before going on. */
export function serializeState(state: CenterState): unknown {
  const maps = mapsOf(state);
  return {
    schema: STATE_SCHEMA_VERSION,
    seq: state.seq,
    at: state.at,
    lastCaseNumber: state.lastCaseNumber,
    maps: Object.fromEntries(mapNames.map((name) => [name, [...maps[name]]])),
  };
}

/** @throws {Error} when it was written by another version, or is no snapshot at all */
export function readState(raw: unknown): CenterState {
  const data = raw as Partial<SerializedState> | null;
  if (data?.schema !== STATE_SCHEMA_VERSION || !data.maps) {
    throw new Error(`snapshot has schema ${String(data?.schema)}, this core reads ${STATE_SCHEMA_VERSION}`);
  }
  const { maps } = data;
  const map = (name: MapName) => new Map(maps[name] as readonly (readonly [never, never])[]);
  return {
    seq: data.seq ?? 0,
    at: data.at ?? 0,
    lastCaseNumber: data.lastCaseNumber ?? 0,
    configuration: {
      users: map("users"),
      services: map("services"),
      entries: map("entries"),
      reasons: map("reasons"),
      scenarios: map("scenarios"),
      prompts: map("prompts"),
      schedules: map("schedules"),
    },
    agents: map("agents"),
    interactions: map("interactions"),
    offers: map("offers"),
    liveByClient: map("liveByClient"),
    recent: map("recent"),
    surveys: map("surveys"),
    handling: map("handling"),
    openings: map("openings"),
  };
}

/**
 * A fingerprint of the whole state, 16 hex digits. Each thing is hashed alone and the sums are added, so the
 * order in which things came does not matter. No defence against forgery: it finds bugs, not attackers.
 */
export function hashState(state: CenterState): string {
  let low = 0;
  let high = 0;
  const maps = mapsOf(state);
  for (const name of mapNames) {
    for (const [key, value] of maps[name]) {
      const text = `${name}/${key}/${stableText(value)}`;
      low = (low + hash32(text, 0x811c9dc5)) >>> 0;
      high = (high + hash32(text, 0x9747b28c)) >>> 0;
    }
  }
  const clock = `${state.seq}/${state.at}/${state.lastCaseNumber}`;
  low = (low + hash32(clock, 0x811c9dc5)) >>> 0;
  high = (high + hash32(clock, 0x9747b28c)) >>> 0;
  return high.toString(16).padStart(8, "0") + low.toString(16).padStart(8, "0");
}

/** JSON with sorted keys: an object read back from a database has them in another order. */
function stableText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** MurmurHash3's mixing over UTF-16 units; the constants are of that function (Austin Appleby, public domain). */
function hash32(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) {
    let unit = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    unit = (unit << 15) | (unit >>> 17);
    hash ^= Math.imul(unit, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= text.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
