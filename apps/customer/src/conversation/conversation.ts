import type { PartyKind, ServerEvent } from "../wire/index.js";

/** One chat as the customer's device knows it. Plain data, kept on the device; changed only by the functions here. */
export interface Conversation {
  readonly chatId: string;
  readonly phase: "queued" | "connected" | "ended";
  readonly waitSeconds: number | null;
  /** `null` = the server did not tell. */
  readonly agentsAvailable: number | null;
  readonly entries: readonly Entry[];
  readonly parties: Readonly<Record<string, Party>>;
  /** What others did with the customer's messages, by message id. */
  readonly receipts: Readonly<
    Record<string, { readonly mark: "delivered" | "read"; readonly at: number | null }>
  >;
  /** Who types now. */
  readonly typing: readonly string[];
  /** The inactivity warning, until somebody says something. */
  readonly warning: string | null;
  readonly ended: { readonly by: "center" | "customer" | "inactivity"; readonly at: number } | null;
}

export interface Party {
  readonly name: string;
  readonly kind: PartyKind;
  readonly joinedAt: number;
  readonly leftAt: number | null;
}

/** A line of the conversation. `key` is the same whether it came by poll, by history or from this device. */
export type Entry = { readonly key: string; readonly at: number } & (
  | {
      readonly kind: "message";
      readonly id: string;
      readonly mine: boolean;
      readonly partyId: string | null;
      readonly text: string;
    }
  | {
      readonly kind: "file";
      readonly id: string;
      readonly mine: boolean;
      readonly partyId: string | null;
      readonly fileId: string;
      readonly name: string;
      readonly picture: boolean;
    }
  | {
      readonly kind: "location";
      readonly id: string;
      readonly mine: boolean;
      readonly partyId: string | null;
      readonly latitude: number;
      readonly longitude: number;
    }
  | { readonly kind: "joined"; readonly partyId: string }
  | { readonly kind: "left"; readonly partyId: string }
);

export function newConversation(chatId: string): Conversation {
  return {
    chatId,
    phase: "queued",
    waitSeconds: null,
    agentsAvailable: null,
    entries: [],
    parties: {},
    receipts: {},
    typing: [],
    warning: null,
    ended: null,
  };
}

/** Folds what a poll brought. Something known already (sent again after a crash) changes nothing. */
export function withEvents(
  conversation: Conversation,
  events: readonly ServerEvent[],
  now: number,
): Conversation {
  return events.reduce((state, event) => withEvent(state, event, now), conversation);
}

/**
 * Merges the server's history: its order holds for what it names. What only this device knows (sent a moment
 * ago, or told by a poll of a server that lost its tail) stays after the line that it followed.
 */
export function withHistory(
  conversation: Conversation,
  history: readonly ServerEvent[],
  now: number,
): Conversation {
  const empty: Conversation = { ...conversation, entries: [], typing: [], warning: null };
  const told = withEvents(empty, history, now);
  const inHistory = new Set(told.entries.map((entry) => entry.key));
  const followers = new Map<string | null, Entry[]>();
  let anchor: string | null = null;
  for (const entry of conversation.entries) {
    if (inHistory.has(entry.key)) anchor = entry.key;
    else followers.set(anchor, [...(followers.get(anchor) ?? []), entry]);
  }
  const entries = [
    ...(followers.get(null) ?? []),
    ...told.entries.flatMap((entry) => [entry, ...(followers.get(entry.key) ?? [])]),
  ];
  return { ...told, entries };
}

/** What this device sent and the server confirmed. */
export function withOwn(conversation: Conversation, entry: Entry): Conversation {
  if (conversation.entries.some((known) => known.key === entry.key)) return conversation;
  return { ...conversation, entries: [...conversation.entries, entry], warning: null };
}

export function withEnd(
  conversation: Conversation,
  by: "center" | "customer" | "inactivity",
  at: number,
): Conversation {
  if (conversation.ended !== null) return conversation;
  return { ...conversation, phase: "ended", typing: [], warning: null, ended: { by, at } };
}

/** Everything by others that this device has to mark as delivered or read. */
export function theirMessageIds(conversation: Conversation): string[] {
  return conversation.entries.flatMap((entry) => ("mine" in entry && !entry.mine ? [entry.id] : []));
}

export function ownIds(conversation: Conversation): Set<string> {
  return new Set(conversation.entries.flatMap((entry) => ("mine" in entry && entry.mine ? [entry.id] : [])));
}

/** The agents in the chat now, in order of joining; the last one is who the header shows. */
export function presentAgents(
  conversation: Conversation,
): { readonly partyId: string; readonly party: Party }[] {
  return Object.entries(conversation.parties)
    .filter(([, party]) => party.kind === "agent" && party.leftAt === null)
    .map(([partyId, party]) => ({ partyId, party }))
    .toSorted((a, b) => a.party.joinedAt - b.party.joinedAt);
}

function withEvent(state: Conversation, event: ServerEvent, now: number): Conversation {
  switch (event.type) {
    case "status":
      return withStatus(state, event.state, event.waitSeconds, event.agentsAvailable, now);
    case "joined":
      return withJoined(state, event, event.at ?? now);
    case "left":
      return withLeft(state, event.partyId, event.at ?? now);
    case "message":
    case "file":
    case "location":
      return withEntry(state, entryOf(state, event, now));
    case "receipt":
      return withReceipt(state, event);
    case "typing":
      return event.partyId === null ? state : withTyping(state, event.partyId, event.typing);
    case "timeout_warning":
      return { ...state, warning: event.text };
    case "inactivity_timeout":
      return withEnd(state, "inactivity", event.at ?? now);
    case "ended":
      return withEnd(state, "center", now);
  }
}

function withStatus(
  state: Conversation,
  word: string,
  waitSeconds: number | null,
  agentsAvailable: number | null,
  now: number,
): Conversation {
  if (word === "completed" || word === "failed") return withEnd(state, "center", now);
  if (state.phase === "ended") return state;
  const phase =
    word === "connected" ? "connected" : word === "queued" || word === "connecting" ? "queued" : state.phase;
  // An agent who is present outweighs a late "queued" of the history.
  const kept = phase === "queued" && presentAgents(state).length > 0 ? "connected" : phase;
  return { ...state, phase: kept, waitSeconds, agentsAvailable: agentsAvailable ?? state.agentsAvailable };
}

function withJoined(
  state: Conversation,
  event: Extract<ServerEvent, { type: "joined" }>,
  at: number,
): Conversation {
  if (event.party === "customer" || event.partyId === state.chatId) return state;
  const party: Party = { name: event.name, kind: event.party, joinedAt: at, leftAt: null };
  const parties = { ...state.parties, [event.partyId]: party };
  const entry: Entry = { key: `joined|${event.partyId}|${at}`, at, kind: "joined", partyId: event.partyId };
  const next = { ...state, parties };
  if (event.party !== "agent") return next;
  return withEntry({ ...next, phase: state.phase === "ended" ? "ended" : "connected" }, entry);
}

function withLeft(state: Conversation, partyId: string, at: number): Conversation {
  const party = state.parties[partyId];
  if (party === undefined) return state;
  const next = {
    ...state,
    parties: { ...state.parties, [partyId]: { ...party, leftAt: at } },
    typing: state.typing.filter((id) => id !== partyId),
  };
  if (party.kind !== "agent") return next;
  return withEntry(next, { key: `left|${partyId}|${at}`, at, kind: "left", partyId });
}

function withEntry(state: Conversation, entry: Entry): Conversation {
  if (state.entries.some((known) => known.key === entry.key)) return state;
  const author = "partyId" in entry ? entry.partyId : null;
  return {
    ...state,
    entries: [...state.entries, entry],
    typing: state.typing.filter((id) => id !== author),
    warning: entry.kind === "left" ? state.warning : null,
  };
}

function entryOf(
  state: Conversation,
  event: Extract<ServerEvent, { type: "message" | "file" | "location" }>,
  now: number,
): Entry {
  const base = { key: event.id, id: event.id, at: event.at ?? now, partyId: event.partyId };
  // In the history the customer's own lines carry the chat's id as party.
  const mine = event.partyId === state.chatId;
  if (event.type === "message") return { ...base, mine, kind: "message", text: event.text };
  if (event.type === "location") {
    return { ...base, mine, kind: "location", latitude: event.latitude, longitude: event.longitude };
  }
  return { ...base, mine, kind: "file", fileId: event.fileId, name: event.fileName, picture: event.picture };
}

function withReceipt(state: Conversation, event: Extract<ServerEvent, { type: "receipt" }>): Conversation {
  const known = state.receipts[event.refId];
  // "Delivered" may arrive after "read": the greater one stays.
  if (known?.mark === "read" || known?.mark === event.mark) return state;
  return { ...state, receipts: { ...state.receipts, [event.refId]: { mark: event.mark, at: event.at } } };
}

function withTyping(state: Conversation, partyId: string, typing: boolean): Conversation {
  const others = state.typing.filter((id) => id !== partyId);
  return { ...state, typing: typing ? [...others, partyId] : others };
}
