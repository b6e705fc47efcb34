import { type CoreCenter, createCenter, type Event } from "@patchbay/core";
import { expect, test } from "vitest";
import { type Counted, Counting, countedEvents } from "../../src/figures/count.js";
import { sumOf, usualLevel } from "../../src/figures/sums.js";
import type { World } from "../simulation/day/world.js";
import { simulateDay } from "../simulation/simulate-day.js";

/** What a center's own core says, state by state, of the same journal: who waited for what, and who had what in hand for how long. */
interface Told {
  /** `interaction service offeredAt`, with what became of it and when. */
  readonly contacts: readonly string[];
  /** By agent and interaction: ms of talking with its holds, on hold, and of wrap-up. */
  readonly hands: ReadonlyMap<string, { talk: number; hold: number; wrapUp: number }>;
  readonly level: Record<
    "offered" | "answered" | "abandoned" | "abandonedSoon" | "withinLevel" | "levelOf",
    number
  >;
}

interface Line {
  readonly id: string;
  readonly serviceId: string;
  readonly channel: string;
  readonly at: number;
  /** Since when it had waited then. */
  readonly since: number;
  outcome: string;
  over: number;
}

/** By the core's states alone: it knows no cause and no kind of event but how an interaction ended. */
function toldByStates(events: readonly Event[]): Told {
  const core: CoreCenter = createCenter();
  const lines: Line[] = [];
  const open = new Map<string, Line>();
  const hands = new Map<string, { talk: number; hold: number; wrapUp: number }>();
  const since = new Map<string, { state: string; at: number }>();
  const internal = new Set<string>();
  for (const event of events) {
    const id =
      "interactionId" in event && event.interactionId !== null ? (event.interactionId as string) : null;
    const seen = id === null ? undefined : core.state.interactions.get(id as never);
    // States are changed in place: what is compared with is kept.
    const was = seen && { request: seen.request && { ...seen.request }, talking: talkers(seen).length };
    core.evolve(event);
    const { state } = core;
    for (const { id, serviceId } of state.interactions.values())
      if (serviceId === "internal") internal.add(id);
    const now = id === null ? undefined : state.interactions.get(id as never);
    if (id !== null && !internal.has(id)) {
      const line = open.get(id);
      const close = (outcome: string): void => {
        if (line === undefined) return;
        line.outcome = outcome;
        line.over = event.at;
        open.delete(id);
      };
      const joined = now !== undefined && talkers(now).length > (was?.talking ?? 0);
      const asksBeside = was?.request?.kind === "invite" || was?.request?.kind === "consult";
      if (event.type === "InteractionEnded") {
        const left = ["customer", "abandoned", "connection_lost", "inactivity"].includes(event.cause);
        close(left ? "abandoned" : "elsewhere");
      } else if (joined && !asksBeside && event.type !== "CustomerReturned") close("answered");
      const request = now?.request ?? null;
      // Another line than before: of the same one there is the same request, whatever is offered of it.
      const isNew = request !== null && event.type === "AgentRequested";
      const isLine =
        isNew && request.agentId === null && (request.kind === "first" || request.kind === "transfer");
      if (isLine) {
        const next = {
          ...{ id, serviceId: request.serviceId, channel: now?.channel ?? "", at: event.at },
          since: request.kind === "first" ? request.enqueuedAt : event.at,
          outcome: "waiting",
          over: Number.POSITIVE_INFINITY,
        };
        close("elsewhere");
        lines.push(next);
        open.set(id, next);
      }
      // Nobody is asked any more and nobody has it: it has left the line for a step of its scenario, or for an end.
      if (event.type === "ScenarioStepEntered" && request === null) close("elsewhere");
      if (
        event.type === "AgentRequestClosed" &&
        event.cause === "cancelled" &&
        (now?.parties.length ?? 0) > 0
      )
        if (was?.request?.agentId === null && !asksBeside) close("elsewhere");
    }
    follow(core, event.at, since, hands, internal);
  }
  return {
    contacts: lines.map(
      ({ id, serviceId, at, outcome, over }) =>
        `${id} ${serviceId} ${at} ${outcome}${outcome === "waiting" ? "" : ` ${over}`}`,
    ),
    hands,
    level: levelOf(lines, events.at(-1)?.at ?? 0),
  };
}

/** FIG-5, FIG-6, as they are written. */
function levelOf(lines: readonly Line[], now: number): Told["level"] {
  const promise = ({ channel }: Line): number => (channel === "voice" ? 20_000 : 60_000);
  const waited = ({ over, since }: Line): number => Math.max(0, Math.min(over, now) - since);
  const answered = lines.filter(({ outcome }) => outcome === "answered");
  const abandoned = lines.filter(({ outcome }) => outcome === "abandoned");
  const soon = abandoned.filter((line) => waited(line) <= 5_000);
  const late = lines.filter((line) => line.outcome === "waiting" && waited(line) > promise(line));
  return {
    offered: lines.length,
    answered: answered.length,
    abandoned: abandoned.length,
    abandonedSoon: soon.length,
    withinLevel: answered.filter((line) => waited(line) <= promise(line)).length,
    levelOf: answered.length + abandoned.length - soon.length + late.length,
  };
}

const talkers = (one: { readonly parties: readonly { readonly state: string }[] }): readonly unknown[] =>
  one.parties.filter(({ state }) => state === "active");

/** Each agent's load, from state to state. */
function follow(
  { state }: CoreCenter,
  at: number,
  since: Map<string, { state: string; at: number }>,
  hands: Map<string, { talk: number; hold: number; wrapUp: number }>,
  internal: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  const spend = (key: string): void => {
    const was = since.get(key);
    if (was === undefined) return;
    const hand = hands.get(key) ?? { talk: 0, hold: 0, wrapUp: 0 };
    if (was.state === "active" || was.state === "hold") hand.talk += at - was.at;
    if (was.state === "hold") hand.hold += at - was.at;
    if (was.state === "wrap_up") hand.wrapUp += at - was.at;
    hands.set(key, hand);
  };
  for (const agent of state.agents.values())
    for (const load of agent.loads) {
      if (load.state === "reserved" || load.state === "ringing" || internal.has(load.interactionId)) continue;
      const key = `${agent.id} ${load.interactionId}`;
      seen.add(key);
      spend(key);
      since.set(key, { state: load.state, at });
    }
  for (const key of [...since.keys()])
    if (!seen.has(key)) {
      spend(key);
      since.delete(key);
    }
}

/** The same of what the figures count. */
function toldByFigures(counted: Counted, of: ReadonlyMap<object, string>, now: number): Told {
  const hands = new Map<string, { talk: number; hold: number; wrapUp: number }>();
  for (const part of [...counted.contacts.flatMap(({ parts }) => parts), ...counted.otherParts]) {
    if (!part.done) continue;
    const key = `${part.agentId} ${of.get(part)}`;
    const hand = hands.get(key) ?? { talk: 0, hold: 0, wrapUp: 0 };
    hand.talk += part.talkMs;
    hand.hold += part.holdMs;
    hand.wrapUp += part.wrapUpMs;
    hands.set(key, hand);
  }
  const contacts = counted.contacts.map(
    (one) =>
      `${of.get(one)} ${one.serviceId} ${one.offeredAt} ${one.outcome}${one.decidedAt === null ? "" : ` ${one.decidedAt}`}`,
  );
  const { offered, answered, abandoned, abandonedSoon, withinLevel, levelOf } = sumOf(
    counted.contacts,
    ({ channel }) => usualLevel(channel),
    now,
  );
  return { contacts, hands, level: { offered, answered, abandoned, abandonedSoon, withinLevel, levelOf } };
}

function count(events: readonly Event[]): Told {
  const counting = new Counting();
  const of = new Map<object, string>();
  for (const event of events) {
    if (!(countedEvents as readonly string[]).includes(event.type)) continue;
    counting.add(event);
    const id = "interactionId" in event ? String(event.interactionId) : "";
    const { contacts, otherParts } = counting.counted;
    const last = contacts.at(-1);
    for (const one of [last, otherParts.at(-1), ...contacts.flatMap(({ parts }) => parts.at(-1) ?? [])])
      if (one !== undefined && !of.has(one)) of.set(one, id);
  }
  return toldByFigures(counting.counted, of, events.at(-1)?.at ?? 0);
}

test.each([7, 16])(
  "a simulated day's figures are what its states were, seed %i",
  async (seed) => {
    let world: World | undefined;
    const day = await simulateDay({ seed, minutes: 8, supervisors: 2, onWorld: (one) => (world = one) });
    expect(day.breaches, "the one who supervises one team sees what is to be seen").toEqual([]);
    const { store } = world ?? {};
    if (store === undefined) throw new Error("no day");
    const events = store.events(0, store.writer.lastSeq);
    const states = toldByStates(events);
    const figures = count(events);
    expect(figures.contacts).toEqual(states.contacts);
    expect(Object.fromEntries([...figures.hands].sort())).toEqual(
      Object.fromEntries([...states.hands].sort()),
    );
    expect(figures.level).toEqual(states.level);
    const types = new Set(events.map(({ type }) => type));
    for (const type of ["AgentRequestClosed", "CallTakenOver", "CustomerReturned", "OfferExpired"])
      expect(types, "a day with everything").toContain(type);
    expect(states.contacts.length).toBeGreaterThan(40);
  },
  60_000,
);
