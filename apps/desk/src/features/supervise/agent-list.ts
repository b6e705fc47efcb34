import type { DeskSnapshot, LiveCallView, LiveChatView, RosterView } from "@patchbay/protocol";
import { deskLanguage } from "../../parts/language-name.js";
import type { AgentCall } from "./live-rows.js";

/** What colleagues who are busy with the same kind of thing are counted and chosen by. */
export const stateGroups = [
  "ready",
  "busy",
  "after_call_work",
  "not_ready",
  "supervising",
  "offline",
] as const;
export type StateGroup = (typeof stateGroups)[number];

export const groupOf = (word: RosterView["word"]): StateGroup =>
  word === null ? "offline" : word === "ringing" || word === "reserved" ? "busy" : word;

export const sortKeys = ["name", "state", "since", "load"] as const;
export type SortKey = (typeof sortKeys)[number];

export interface AgentChoice {
  readonly sought: string;
  /** `null`: everybody but those who are signed out. */
  readonly group: StateGroup | null;
  /** `null`: of every team. */
  readonly teamId: string | null;
  readonly sort: SortKey;
  readonly descending: boolean;
}

/** One thing that an agent has in hand. */
export interface InHand {
  readonly interactionId: string;
  readonly channel: "chat" | "voice";
  readonly name: string;
  readonly serviceName: string;
  readonly since: number;
  readonly heldSince: number | null;
}

/** What each agent has in hand, calls first, then the longest chat. */
export function inHandByAgent(
  chats: Iterable<LiveChatView>,
  calls: ReadonlyMap<string, AgentCall>,
): ReadonlyMap<string, readonly InHand[]> {
  const map = new Map<string, InHand[]>();
  const add = (agentId: string, one: InHand): void =>
    void map.set(agentId, [...(map.get(agentId) ?? []), one]);
  for (const [agentId, { call, heldSince, with: name }] of calls)
    add(agentId, { ...common(call), channel: "voice", name, since: call.startedAt, heldSince });
  for (const chat of [...chats].sort((a, b) => a.startedAt - b.startedAt))
    for (const { agentId, since } of chat.agents)
      add(agentId, { ...common(chat), channel: "chat", name: chat.contact.name, since, heldSince: null });
  return map;
}

const common = ({ interactionId, serviceName }: LiveCallView | LiveChatView) => ({
  interactionId,
  serviceName,
});

/** Whose work this user sees: everybody's, or that of the agents in these teams, and the own. */
export function watchedAgents(
  roster: Iterable<RosterView>,
  { agentId: me, supervises }: Pick<DeskSnapshot["user"], "agentId" | "supervises">,
): readonly RosterView[] {
  return supervises === "all"
    ? [...roster]
    : [...roster].filter(
        ({ agentId, roles, team }) =>
          agentId === me || (team !== null && supervises.includes(team.teamId) && roles.includes("agent")),
      );
}

/** Those who are to be shown, in their order. */
export function chosenAgents(roster: Iterable<RosterView>, choice: AgentChoice): readonly RosterView[] {
  const wanted = fold(choice.sought);
  const shown = [...roster].filter(
    ({ word, team, name, username }) =>
      (choice.group === null ? word !== null : groupOf(word) === choice.group) &&
      (choice.teamId === null || team?.teamId === choice.teamId) &&
      fold(`${name} ${username} ${team?.name ?? ""}`).includes(wanted),
  );
  const turn = choice.descending ? -1 : 1;
  return shown.sort((a, b) => turn * compared(a, b, choice.sort) || byName(a, b));
}

function compared(a: RosterView, b: RosterView, key: SortKey): number {
  switch (key) {
    case "name":
      return byName(a, b);
    case "state":
      return stateGroups.indexOf(groupOf(a.word)) - stateGroups.indexOf(groupOf(b.word));
    // Ascending is the shortest time: since the latest moment.
    case "since":
      return (b.wordSince ?? 0) - (a.wordSince ?? 0);
    case "load":
      return a.load + a.calls - (b.load + b.calls);
  }
}

const byName = (a: RosterView, b: RosterView): number => a.name.localeCompare(b.name, deskLanguage());

/** How many are in each state, of the chosen team. */
export function countsOf(roster: Iterable<RosterView>, teamId: string | null): Record<StateGroup, number> {
  const counts = { ready: 0, busy: 0, after_call_work: 0, not_ready: 0, supervising: 0, offline: 0 };
  for (const { word, team } of roster)
    if (teamId === null || team?.teamId === teamId) counts[groupOf(word)] += 1;
  return counts;
}

/** The teams that somebody is in, by name. */
export function teamsOf(
  roster: Iterable<RosterView>,
): readonly { readonly teamId: string; readonly name: string }[] {
  const teams = new Map<string, string>();
  for (const { team } of roster) if (team !== null) teams.set(team.teamId, team.name);
  return [...teams]
    .map(([teamId, name]) => ({ teamId, name }))
    .sort((a, b) => a.name.localeCompare(b.name, deskLanguage()));
}

/** What is wrong with how an agent can be reached, as paths of words; none: all is well. */
export function troubles({ word, deskAlive, phone, roles, callCapacity }: RosterView): readonly string[] {
  if (word === null) return [];
  if (!deskAlive) return ["supervise.deskLost"];
  if (phone === null || phone.device === "none" || phone.health === "ok" || phone.health === "unknown")
    return [];
  return roles.includes("agent") && callCapacity > 0 ? [`supervise.phone.${phone.health}`] : [];
}

/** Without case and accents. */
const fold = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en").trim();
