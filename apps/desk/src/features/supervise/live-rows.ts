import type { LiveCallView, QueueView } from "@patchbay/protocol";

/** One line of the table of calls: a call, and one of its agents; of several, the call's own cells stand beside all. */
export interface LiveRow {
  readonly call: LiveCallView;
  readonly agent: LiveCallView["agents"][number] | null;
  /** How many lines the call has; 0 on all but its first. */
  readonly lines: number;
}

/** Calls that are up with their lines, the longest first. Whoever waits for a first agent stands in the table of those who wait. */
export function liveRows(calls: Iterable<LiveCallView>): readonly (readonly LiveRow[])[] {
  return [...calls]
    .filter(({ state }) => state !== "waiting")
    .sort((a, b) => a.startedAt - b.startedAt || (a.interactionId < b.interactionId ? -1 : 1))
    .map((call): readonly LiveRow[] =>
      call.agents.length === 0
        ? [{ call, agent: null, lines: 1 }]
        : call.agents.map((agent, at) => ({ call, agent, lines: at === 0 ? call.agents.length : 0 })),
    );
}

export interface WaitingRow {
  readonly serviceId: string;
  readonly line: QueueView["waiting"][number];
  /** In its line, from 1. */
  readonly place: number;
}

/** All who wait, the longest first, whatever line they stand in. */
export const waitingRows = (queues: Iterable<QueueView>): readonly WaitingRow[] =>
  [...queues]
    .flatMap(({ serviceId, waiting }) => waiting.map((line, at) => ({ serviceId, line, place: at + 1 })))
    .sort((a, b) => a.line.since - b.line.since);

/** A call that waits and that no agent has yet; among colleagues, and while one asks another, nobody else is to have it. */
export const mayBeGiven = (
  { channel, kind }: WaitingRow["line"],
  call: Pick<LiveCallView, "agents"> | undefined,
): boolean =>
  channel === "voice" &&
  kind !== "call" &&
  kind !== "consult" &&
  kind !== "invite" &&
  call?.agents.length === 0;

/**
 * Why a supervisor cannot be beside this agent; the path of a sentence, or `null`.
 * @param phoneWhy why this desk's phone can carry no call
 */
export function besideWhy(
  { call, agent }: LiveRow,
  me: string,
  phoneWhy: string | null,
): { readonly words: string } | { readonly sentence: string } | null {
  if (agent === null) return { words: "supervise.call.nobody" };
  if (call.agents.some(({ agentId }) => agentId === me)) return { words: "supervise.call.yours" };
  return phoneWhy === null ? null : { sentence: phoneWhy };
}

/** This supervisor's mode beside the agent of a line; `null`: not there. */
export const ownMode = (
  { call, agent }: LiveRow,
  me: string,
): LiveCallView["monitors"][number]["mode"] | null =>
  call.monitors.find(({ agentId, beside }) => agentId === me && beside === agent?.agentId)?.mode ?? null;

/** Colour group of a call's state. */
export function toneOfCall(state: LiveCallView["state"]): string {
  switch (state) {
    case "ringing":
      return "m-ready";
    case "on_hold":
      return "m-notready";
    case "talking":
    case "conference":
    case "consulting":
    case "connecting":
    case "dialing":
      return "m-busy";
    default:
      return "m-offline";
  }
}

/** What each agent has to do with a call: the one it talks in, or, of calls that are all on hold, the first. */
export function callsByAgent(calls: Iterable<LiveCallView>): ReadonlyMap<string, AgentCall> {
  const map = new Map<string, AgentCall>();
  for (const call of calls)
    for (const { agentId, name, heldSince } of call.agents)
      if (!map.has(agentId) || heldSince === null)
        map.set(agentId, { call, heldSince, with: nameOfOther(call, name) });
  return map;
}

export interface AgentCall {
  readonly call: LiveCallView;
  /** Since when this agent has it on hold. */
  readonly heldSince: number | null;
  /** Whom the agent talks with. */
  readonly with: string;
}

/** A call among colleagues bears the name of who was called: to that one it is a call with who called. */
const nameOfOther = ({ contact, agents }: LiveCallView, own: string): string =>
  contact.name === own ? (agents.find(({ name }) => name !== own)?.name ?? contact.name) : contact.name;
