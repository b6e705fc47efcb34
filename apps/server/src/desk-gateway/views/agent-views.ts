import {
  type Agent,
  type CenterState,
  type Configuration,
  isServiceOpenNow,
  type PresenceSource,
  privilegesOf,
  type Service,
  supervisedTeams,
  type User,
} from "@patchbay/core";
import type { DeskSnapshot, RosterView, SelfView, ServiceView } from "@patchbay/protocol";
import type { Center } from "../../center/center.js";
import { photoAddress } from "../../center/photo-address.js";
import type { CenterWords } from "../../center/records.js";
import { agentName } from "./message-view.js";

function sourceView(source: PresenceSource, agentId: string, words: CenterWords): SelfView["source"] {
  if (source.by !== "supervisor") return { by: source.by };
  const { by, supervisorId } = source;
  const why = forcedWhy(words, agentId, supervisorId);
  return { by, supervisorId, ...(why !== undefined && { why }) };
}

/** What this supervisor has said to the agent's state or log-out; `undefined`: nothing. */
export function forcedWhy(words: CenterWords, agentId: string, supervisorId: string): string | undefined {
  const note = words.presenceNotes?.get(agentId);
  return note?.by === supervisorId && note.text !== "" ? note.text : undefined;
}

/** Chats in hand, wrap-up included; what only rings is not in hand. */
const chatsInHand = (agent: Agent): number =>
  agent.loads.filter(
    (load) => load.channel === "chat" && load.state !== "reserved" && load.state !== "ringing",
  ).length;

const isCallInHand = (load: Agent["loads"][number]): boolean =>
  load.channel === "voice" && (load.state === "active" || load.state === "hold");

const callsInHand = (agent: Agent): number =>
  agent.loads.filter(
    (load) => load.channel === "voice" && load.state !== "reserved" && load.state !== "ringing",
  ).length;

const chatCapacity = (user: User | undefined): number => user?.capacity.chat ?? 0;

/** The desk's own agent. */
export function selfView(agent: Agent, user: User | undefined, words: CenterWords): SelfView {
  return {
    agentId: agent.id,
    word: agent.word,
    wordSince: agent.wordSince,
    presence: agent.presence,
    source: sourceView(agent.source, agent.id, words),
    next: agent.next,
    nextSource: agent.nextSource === null ? null : sourceView(agent.nextSource, agent.id, words),
    load: chatsInHand(agent),
    capacity: chatCapacity(user),
    forwarding: [...(user?.forwarding ?? [])],
    phone: agent.phone,
    line: agent.line && {
      state: agent.line.state,
      since: agent.line.since,
      inCall: agent.line.inCall !== null,
    },
  };
}

/** Where a user's photo is; the desk appends its seat. */
const photoUrl = (words: CenterWords, agentId: string): string | null =>
  photoAddress(agentId, words.users.get(agentId)?.photoFileId ?? null);

/** Which services' interactions this user may be offered: those whose skills are all had. */
export function servicesOf(user: User, configuration: Configuration): string[] {
  if (!user.roles.includes("agent")) return [];
  return [...configuration.services.values()]
    .filter(({ requires }) =>
      requires.every(({ skillId, levelMin }) => (user.skills[skillId] ?? 0) >= levelMin),
    )
    .map((service) => service.id);
}

/** @param agent `undefined`: not logged in. */
export function rosterView(
  user: User,
  agent: Agent | undefined,
  serviceIds: string[],
  words: CenterWords,
): RosterView {
  const userWords = words.users.get(user.id);
  return {
    agentId: user.id,
    name: agentName(words, user.id),
    username: userWords?.username ?? user.id,
    extension: userWords?.extension ?? null,
    photoUrl: photoUrl(words, user.id),
    roles: [...user.roles],
    serviceIds,
    word: agent?.word ?? null,
    wordSince: agent?.wordSince ?? null,
    reason: agent?.presence.kind === "not_ready" ? agent.presence.reason : null,
    next: agent?.next ?? null,
    load: agent === undefined ? 0 : chatsInHand(agent),
    capacity: chatCapacity(user),
    calls: agent === undefined ? 0 : callsInHand(agent),
    callCapacity: user.capacity.voice,
    deskAlive: agent !== undefined && agent.deskLost === null,
    phone: agent?.phone ?? null,
    onCall: agent?.loads.some(isCallInHand) ?? false,
    callsGoOn:
      user.voicemail !== undefined ||
      (user.forwarding ?? []).some((reason) => reason === "always" || reason === "not_logged_in"),
    team:
      user.teamId === null
        ? null
        : { teamId: user.teamId, name: words.teams.get(user.teamId)?.name ?? user.teamId },
  };
}

export function serviceView(
  service: Service,
  state: CenterState,
  questions: Center["questions"],
  words: CenterWords,
): ServiceView {
  const { count, oldestSince } = questions.waiting(service.id);
  return {
    serviceId: service.id,
    name: words.services.get(service.id)?.name ?? service.id,
    open: isServiceOpenNow(state, service),
    waiting: count,
    oldestSince,
    ewtSeconds: questions.estimatedWaitSeconds(service.id, count) ?? null,
    wrapUpMs: service.wrapUpMs,
    dispositionMandatory: service.dispositionMandatory,
    dispositions: service.dispositions.map(({ id, type }) => ({
      id,
      name: words.dispositions.get(id)?.name ?? id,
      type,
    })),
  };
}

export function reasonViews(configuration: Configuration, words: CenterWords): DeskSnapshot["reasons"] {
  return [...configuration.reasons.values()].map((reason) => ({
    reasonId: reason.id,
    name: words.reasons.get(reason.id)?.name ?? reason.id,
    icon: words.reasons.get(reason.id)?.icon ?? "",
    kind: reason.kind,
    limitMs: reason.limitMs,
  }));
}

export function deskUserView(
  user: User,
  words: CenterWords,
  { users }: Pick<Configuration, "users">,
): DeskSnapshot["user"] {
  const userWords = words.users.get(user.id);
  const teams = supervisedTeams(user, users);
  return {
    agentId: user.id,
    username: userWords?.username ?? user.id,
    firstName: userWords?.firstName ?? "",
    lastName: userWords?.lastName ?? "",
    roles: [...user.roles],
    privileges: [...privilegesOf(user)],
    supervises: teams === "all" ? teams : [...teams].sort(),
    photoUrl: photoUrl(words, user.id),
    extension: userWords?.extension ?? null,
  };
}
