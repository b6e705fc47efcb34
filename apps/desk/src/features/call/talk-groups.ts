import type { CallPartyView, CallView, InteractionView, RosterView } from "@patchbay/protocol";
import { isThere } from "./call-state.js";

/** Somebody who was asked and is no party yet: a colleague whose desk rings, or a service's line. */
export interface AskedParty {
  readonly kind: "consult" | "transfer" | "invite" | "call";
  /** `null`: whoever is free in the service. */
  readonly agentId: string | null;
  readonly serviceId: string;
  /** The agent who asked. */
  readonly by: string | null;
  /** A desk shows it right now. */
  readonly offered: boolean;
}

export function askedParty({ request }: Pick<InteractionView, "request">): AskedParty | null {
  if (request === null) return null;
  const { kind, agentId, serviceId, by, offered } = request;
  if (kind !== "consult" && kind !== "transfer" && kind !== "invite" && kind !== "call") return null;
  return { kind, agentId, serviceId, by, offered };
}

/** Those who hear each other, or who wait together. */
export interface TalkGroup {
  readonly circle: "main" | "consult";
  /** This desk's agent is in it. */
  readonly own: boolean;
  readonly parties: readonly CallPartyView[];
  readonly asked: AskedParty | null;
}

/**
 * Who talks with whom: one group, or two while somebody is consulted, the call's first, whoever is in which; so a tile
 * moves from one to the other, and nothing else does. Supervisors stand with the agent beside whom they are.
 */
export function talkGroups(view: Pick<InteractionView, "call" | "request">): readonly TalkGroup[] {
  const { call } = view;
  if (call === null) return [];
  const asked = askedParty(view);
  const circles = call.consultation === null ? (["main"] as const) : (["main", "consult"] as const);
  return circles.map((circle) => ({
    circle,
    own: circles.length === 1 || call.own?.circle === circle,
    parties: ownLast(
      call.parties.filter((party) => circles.length === 1 || circleOf(party, call) === circle),
    ),
    asked: asked !== null && (asked.kind === "consult") === (circle === "consult") ? asked : null,
  }));
}

/** Whoever looks for the others finds them first, and the own tile always in the same place. */
const ownLast = (parties: readonly CallPartyView[]): readonly CallPartyView[] => [
  ...parties.filter(({ own }) => !own),
  ...parties.filter(({ own }) => own),
];

const circleOf = (party: CallPartyView, { parties }: CallView): CallPartyView["circle"] =>
  parties.find(({ agentId, role }) => role === "agent" && agentId === party.monitoring?.beside)?.circle ??
  party.circle;

/** How one party is, in one word; `party.state` in the words. */
export type PartyState =
  | "connecting"
  | "dialing"
  | "ringing"
  | "talking"
  | "muted"
  /** Alone in its circle: it hears music. */
  | "waiting"
  /** Put aside by the host: music. */
  | "parked"
  /** An agent who has put the call on hold. */
  | "held"
  | "lost"
  | "listen"
  | "whisper"
  | "barge";

export function partyState(party: CallPartyView, group: readonly CallPartyView[]): PartyState {
  const { role, state, monitoring, muted, heldSince } = party;
  const isOurs = role === "agent" || role === "supervisor";
  switch (state) {
    case "arriving":
      return "connecting";
    case "dialing":
      return isOurs ? "connecting" : "dialing";
    case "ringing":
      return "ringing";
    case "lost":
      return "lost";
    case "connected":
      if (monitoring !== null) return monitoring.mode;
      if (heldSince !== null) return role === "agent" ? "held" : "parked";
      if (talkersOf(group).every((other) => other.legId === party.legId)) return "waiting";
      return muted ? "muted" : "talking";
  }
}

/** Those of a group who can hear each other now. */
export const talkersOf = (group: readonly CallPartyView[]): readonly CallPartyView[] =>
  group.filter((party) => party.role !== "supervisor" && party.heldSince === null && isThere(party));

/** Since when a party is as it is, ms. */
export const sinceOfParty = (party: CallPartyView, joinedAt: number): number =>
  party.heldSince ??
  // Before the agent came, the caller was with the menu or waited.
  (party.role === "customer" && party.state === "connected" ? Math.max(joinedAt, party.since) : party.since);

/** What a group is called: who is in it, and whether they talk. A path in the words with its values. */
export interface GroupTitle {
  readonly words: string;
  readonly names: readonly string[];
}

export function groupTitle(group: TalkGroup, nameOf: (party: CallPartyView) => string): GroupTitle {
  const talkers = talkersOf(group.parties);
  const others = talkers.filter(({ own }) => !own);
  const names = others.map(nameOf);
  const isIn = talkers.some(({ own }) => own);
  if (isIn) return { words: names.length > 0 ? "call.group.you" : "call.group.youAlone", names };
  if (names.length > 0) return { words: names.length > 1 ? "call.group.they" : "call.group.waits", names };
  return { words: "call.group.nobody", names };
}

/**
 * With whom a call is: the customer, or the colleague of an internal call; the contact of a call without a customer is
 * nobody's.
 */
export function callPartner(
  { call, request, contact }: Pick<InteractionView, "call" | "request" | "contact">,
  roster: ReadonlyMap<string, Pick<RosterView, "name" | "extension" | "photoUrl">>,
): { readonly id: string; readonly name: string; readonly agentId: string | null } {
  if (call?.direction !== "internal") return { id: contact.contactId, name: contact.name, agentId: null };
  const colleague = call.parties.find(({ own, role }) => !own && role === "agent")?.agentId;
  const agentId = colleague ?? request?.agentId ?? null;
  if (agentId === null) {
    // A colleague's call that goes on to a number outside: the number is kept under the colleague's name.
    const outside = call.parties.find(({ role }) => role === "external");
    const name = outside?.name || contact.name;
    return { id: outside?.legId ?? contact.contactId, name, agentId: null };
  }
  return { id: agentId, name: roster.get(agentId)?.name ?? contact.name, agentId };
}
