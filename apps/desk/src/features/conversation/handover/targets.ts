import type { InteractionView, RosterView, ServiceView } from "@patchbay/protocol";
import { deskLanguage } from "../../../parts/language-name.js";

/** Why a colleague cannot take it now: the server's rules as far as the roster tells them. */
export type WhyNot = "offline" | "desk" | "not_ready" | "supervising" | "leaving" | "full" | "phone" | "here";

export interface AgentTarget {
  readonly agent: RosterView;
  /** Of the channel that is given away. */
  readonly load: number;
  readonly capacity: number;
  /** `null`: can take it. */
  readonly whyNot: WhyNot | null;
}

/**
 * Everybody who could be meant, those who can take it now first: the one with the most room, then the one who has
 * been waiting longest. Whether the colleague is right for it is the agent's judgement; whether it works, the server's.
 */
export function agentTargets(
  roster: Iterable<RosterView>,
  interaction: Pick<InteractionView, "parties">,
  me: string,
  search: string,
  channel: "chat" | "voice" = "chat",
): AgentTarget[] {
  const here = new Set(interaction.parties.map(({ agentId }) => agentId));
  const wanted = fold(search);
  return [...roster]
    .filter(
      (agent) =>
        agent.agentId !== me &&
        agent.roles.includes("agent") &&
        fold(`${agent.name} ${agent.username}`).includes(wanted),
    )
    .map((agent) => ({
      agent,
      load: channel === "chat" ? agent.load : agent.calls,
      capacity: channel === "chat" ? agent.capacity : agent.callCapacity,
      whyNot: here.has(agent.agentId) ? ("here" as const) : whyNotOf(agent, channel),
    }))
    .sort(
      (a, b) =>
        Number(a.whyNot !== null) - Number(b.whyNot !== null) ||
        Number(a.agent.word === null) - Number(b.agent.word === null) ||
        a.load - b.load ||
        (a.agent.wordSince ?? 0) - (b.agent.wordSince ?? 0) ||
        a.agent.name.localeCompare(b.agent.name, deskLanguage()),
    );
}

function whyNotOf(agent: RosterView, channel: "chat" | "voice"): WhyNot | null {
  if (agent.word === null) return "offline";
  if (!agent.deskAlive) return "desk";
  // While busy, the word hides the presence below it; a reason tells that it is "not ready".
  if (agent.word === "not_ready" || agent.reason !== null) return "not_ready";
  if (agent.word === "supervising") return "supervising";
  if (agent.next !== null && agent.next.kind !== "ready") return "leaving";
  if (channel === "chat") return agent.load >= agent.capacity ? "full" : null;
  if (agent.calls >= agent.callCapacity) return "full";
  return agent.phone?.health === "ok" ? null : "phone";
}

/** Open services first, the shortest line first. */
export function serviceTargets(services: Iterable<ServiceView>, search: string): ServiceView[] {
  const wanted = fold(search);
  return [...services]
    .filter(({ name }) => fold(name).includes(wanted))
    .sort(
      (a, b) =>
        Number(b.open) - Number(a.open) ||
        a.waiting - b.waiting ||
        a.name.localeCompare(b.name, deskLanguage()),
    );
}

/** Without case and accents: "Jose" finds José. */
const fold = (text: string): string =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en").trim();
