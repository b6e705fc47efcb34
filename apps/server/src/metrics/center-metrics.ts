import { type CenterState, type Interaction, wordOf } from "@patchbay/core";
import type { VoiceView } from "@patchbay/protocol";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Center, SubmitResult } from "../center/center.js";
import type { CenterWords } from "../center/records.js";
import type { RuntimeMeter } from "../center/runtime-options.js";

/** What is looked at when somebody asks, and costs nothing until then. */
export interface Watched {
  readonly runtime: Pick<Center, "status" | "state" | "onCommitted"> & { readonly deadlineLateMs: number };
  readonly words: () => CenterWords;
  readonly now: () => number;
  readonly desks: () => { readonly sessions: number; readonly connections: number };
  readonly snapshots: () => { readonly state: string; readonly snapshotSeq: number | null };
  /** `null`: a center without voice. */
  readonly voice: () => VoiceView["state"] | null;
  readonly databaseAnswers: () => boolean;
}

/** Services beyond these are one: a label has only so many values. */
const SERVICES_MAX = 100;
const OTHER = "(other)";
const APPEND_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const BATCH_ENTRIES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** The numbers of one center. What is alive is read from the committed state at each scrape; only what passes is counted. */
export class CenterMetrics implements RuntimeMeter {
  readonly registry = new Registry();
  readonly #commands = this.#counter("commands_total", "Commands by what came of them", "result");
  readonly #events = this.#counter("events_total", "Committed events by type", "type");
  readonly #append = new Histogram({
    name: "patchbay_append_seconds",
    help: "How long a commit of the journal takes",
    buckets: APPEND_SECONDS,
    registers: [this.registry],
  });
  readonly #batch = new Histogram({
    name: "patchbay_append_entries",
    help: "Commands that share a commit",
    buckets: BATCH_ENTRIES,
    registers: [this.registry],
  });

  settled(result: SubmitResult): void {
    this.#commands.inc({ result: resultOf(result) });
  }

  stored(ms: number, entries: number): void {
    this.#append.observe(ms / 1_000);
    this.#batch.observe(entries);
  }

  /** Begins to look; before, there are only the counts. */
  watch(watched: Watched): void {
    const { runtime } = watched;
    runtime.onCommitted(({ entries }) => {
      for (const { events } of entries) for (const { type } of events) this.#events.inc({ type });
    });
    this.#gauge("center_running", "1: the center takes work; 0: it recovers or is suspended", () =>
      runtime.status === "running" ? 1 : 0,
    );
    this.#gauge("database_answers", "1: the last sign of life was stored", () =>
      watched.databaseAnswers() ? 1 : 0,
    );
    this.#gauge("journal_seq", "Last committed sequence", () => runtime.state.seq);
    this.#gauge("deadline_late_seconds", "How long the next deadline has been due", () =>
      runtime.status === "running" ? runtime.deadlineLateMs / 1_000 : 0,
    );
    this.#gauge(
      "snapshot_behind_events",
      "Events since the newest snapshot of this run",
      () => runtime.state.seq - (watched.snapshots().snapshotSeq ?? 0),
    );
    this.#gauge("snapshot_diverged", "1: the center differs from its journal; stop it and verify", () =>
      watched.snapshots().state === "diverged" ? 1 : 0,
    );
    this.#gauge("desk_sessions", "Seats with a desk that is connected", () => watched.desks().sessions);
    this.#gauge("desk_connections", "Tabs of desks", () => watched.desks().connections);
    this.#gauge("offers_open", "Offers that ring or are about to", () => runtime.state.offers.size);
    this.#many("agents", "Agents who are logged in, by state", ["state"], () => agentsOf(runtime.state));
    this.#many(
      "interactions",
      "Interactions: waiting for an agent, active, or in wrap-up",
      ["state", "channel", "service"],
      () => interactionsOf(runtime.state, watched.words()),
    );
    this.#many("oldest_wait_seconds", "The longest wait for an agent", ["channel", "service"], () =>
      oldestWaits(runtime.state, watched.words(), watched.now()),
    );
    this.#many("voice_state", "1 at the voice process's state; nothing without voice", ["state"], () => {
      const state = watched.voice();
      return state === null ? [] : [{ labels: { state }, value: 1 }];
    });
  }

  #counter<Label extends string>(name: string, help: string, label: Label): Counter<Label> {
    return new Counter({
      name: `patchbay_${name}`,
      help,
      labelNames: [label],
      registers: [this.registry],
    });
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `patchbay_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  #many(name: string, help: string, labelNames: string[], read: () => readonly Sample[]): void {
    new Gauge({
      name: `patchbay_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { labels, value } of read()) this.set(labels, value);
      },
    });
  }
}

interface Sample {
  readonly labels: Record<string, string>;
  readonly value: number;
}

function resultOf(result: SubmitResult): string {
  if (result.ok) return "accepted";
  const { code } = result.rejection;
  if (code === "not_accepted_try_again") return "try_again";
  return code === "unknown_error" ? "failed" : "refused";
}

const AGENT_STATES = [
  "ready",
  "not_ready",
  "ringing",
  "reserved",
  "busy",
  "after_call_work",
  "supervising",
] as const satisfies readonly ReturnType<typeof wordOf>[];

function agentsOf({ agents }: CenterState): readonly Sample[] {
  const counts = new Map<string, number>(AGENT_STATES.map((state) => [state, 0]));
  for (const agent of agents.values()) add(counts, wordOf(agent), 1);
  return [...counts].map(([state, value]) => ({ labels: { state }, value }));
}

/** What a service is called, for as many as there may be. */
function serviceNames({ configuration }: CenterState, words: CenterWords): (serviceId: string) => string {
  const shown = new Map<string, string>();
  for (const id of configuration.services.keys()) {
    if (shown.size >= SERVICES_MAX) break;
    shown.set(id, words.services.get(id)?.name ?? id);
  }
  return (id) => shown.get(id) ?? OTHER;
}

function stateOf({ request, parties }: Interaction): "waiting" | "active" | "wrap_up" | null {
  if (parties.some(({ state }) => state === "active")) return "active";
  if (request !== null) return "waiting";
  return parties.length > 0 ? "wrap_up" : null;
}

function interactionsOf(state: CenterState, words: CenterWords): readonly Sample[] {
  const nameOf = serviceNames(state, words);
  const found = new Map<string, { labels: Record<string, string>; value: number }>();
  for (const interaction of state.interactions.values()) {
    const is = stateOf(interaction);
    if (is === null) continue;
    const labels = { state: is, channel: interaction.channel, service: nameOf(interaction.serviceId) };
    const key = Object.values(labels).join("\n");
    const known = found.get(key);
    if (known === undefined) found.set(key, { labels, value: 1 });
    else known.value += 1;
  }
  return [...found.values()];
}

function oldestWaits(state: CenterState, words: CenterWords, now: number): readonly Sample[] {
  const nameOf = serviceNames(state, words);
  const found = new Map<string, { labels: Record<string, string>; value: number }>();
  for (const interaction of state.interactions.values()) {
    if (stateOf(interaction) !== "waiting") continue;
    const service = nameOf(interaction.request?.serviceId ?? interaction.serviceId);
    const labels = { channel: interaction.channel, service };
    const key = Object.values(labels).join("\n");
    const value = Math.max(0, now - interaction.enqueuedAt) / 1_000;
    const known = found.get(key);
    if (known === undefined) found.set(key, { labels, value });
    else known.value = Math.max(known.value, value);
  }
  return [...found.values()];
}

const add = (counts: Map<string, number>, key: string, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by);
};
