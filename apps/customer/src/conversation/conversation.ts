import type { CallProgress, CallRequestOutcome, PartyKind, ServerEvent } from "../wire/index.js";

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
  /** The call that is up beside the chat. `since`: of its present state. */
  readonly call: (CallProgress & { readonly since: number }) | null;
  /** A call that came to nothing, until the customer has seen it. */
  readonly callTrouble: "dismissed" | "not_reached" | null;
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
  /** The customer asked to be called. `outcome` `null`: nobody has answered that yet. */
  | {
      readonly kind: "call_request";
      readonly id: string;
      readonly mine: boolean;
      readonly number: string;
      readonly outcome: CallRequestOutcome | null;
    }
  /** A call that is over. `seconds` `null`: nobody was reached. */
  | { readonly kind: "called"; readonly via: CallProgress["via"]; readonly seconds: number | null }
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
    call: null,
    callTrouble: null,
    ended: null,
  };
}

/** The customer's wish to be called that nobody has answered yet. */
export function openCallRequest(
  conversation: Conversation,
): Extract<Entry, { kind: "call_request" }> | undefined {
  const last = conversation.entries.findLast((entry) => entry.kind === "call_request");
  return last?.kind === "call_request" && last.outcome === null ? last : undefined;
}

/** What the server says of the call that is up now; `null`: none is, and one that was is over. */
export function withCall(conversation: Conversation, call: CallProgress | null, now: number): Conversation {
  const { call: before } = conversation;
  if (call !== null) return withProgress(conversation, call, now);
  if (before === null) return conversation;
  const state = before.state === "connected" ? "ended" : "not_reached";
  return withProgress(conversation, { ...before, state }, now);
}

/** The customer has seen that a call came to nothing. */
export function withoutCallTrouble(conversation: Conversation): Conversation {
  return conversation.callTrouble === null ? conversation : { ...conversation, callTrouble: null };
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
  return { ...told, entries, callTrouble: troubleAfter(conversation, entries) };
}

/** That nobody will call is news only for who did not know it yet. */
function troubleAfter(before: Conversation, entries: readonly Entry[]): Conversation["callTrouble"] {
  const open = openCallRequest(before);
  const now = entries.find((entry) => entry.key === open?.key);
  return now?.kind === "call_request" && now.outcome === "dismissed" ? "dismissed" : before.callTrouble;
}

/** What this device sent and the server confirmed. */
export function withOwn(conversation: Conversation, entry: Entry): Conversation {
  if (conversation.entries.some((known) => known.key === entry.key)) return conversation;
  const callTrouble = entry.kind === "call_request" ? null : conversation.callTrouble;
  return { ...conversation, entries: [...conversation.entries, entry], warning: null, callTrouble };
}

export function withEnd(
  conversation: Conversation,
  by: "center" | "customer" | "inactivity",
  at: number,
): Conversation {
  if (conversation.ended !== null) return conversation;
  // A call by telephone goes on without the chat, and nobody tells this app how; one in the app ends with it.
  const over =
    conversation.call?.via === "app" ? withCall(conversation, null, at) : { ...conversation, call: null };
  return { ...over, phase: "ended", typing: [], warning: null, callTrouble: null, ended: { by, at } };
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
    case "call":
      return withProgress(state, event, event.at ?? now);
    case "call_requested": {
      const { id, number } = event;
      const entry = { key: id, id, at: event.at ?? now, mine: true, number, outcome: null } as const;
      return withEntry(state, { ...entry, kind: "call_request" });
    }
    case "call_request_closed":
      return withRequestClosed(state, event.refId, event.outcome);
    case "signal":
      // For the call itself; the conversation is told how it stands by `call`.
      return state;
  }
}

function withProgress(state: Conversation, progress: CallProgress, at: number): Conversation {
  const { callId, via, by, state: stage } = progress;
  if (stage !== "ended" && stage !== "not_reached") {
    const same = state.call?.callId === callId && state.call.state === stage;
    return same ? state : { ...state, call: { callId, via, by, state: stage, since: at }, callTrouble: null };
  }
  const talkedSince =
    state.call?.callId === callId && state.call.state === "connected" ? state.call.since : null;
  const seconds = talkedSince === null ? null : Math.max(0, Math.round((at - talkedSince) / 1000));
  const over = { ...state, call: state.call?.callId === callId ? null : state.call };
  // What the customer took back or nobody answered in the app is said where it was asked for.
  if (seconds === null && via === "app") return over;
  const entry = { key: `called|${callId}`, at, kind: "called", via, seconds } as const;
  return withEntry(seconds === null ? { ...over, callTrouble: "not_reached" } : over, entry);
}

function withRequestClosed(state: Conversation, id: string, outcome: CallRequestOutcome): Conversation {
  const known = state.entries.find((entry) => entry.kind === "call_request" && entry.id === id);
  if (known?.kind !== "call_request" || known.outcome === outcome) return state;
  const entries = state.entries.map((entry) => (entry === known ? { ...known, outcome } : entry));
  // One that a history tells again was seen long ago.
  const isNews = known.outcome === null && outcome === "dismissed";
  return { ...state, entries, callTrouble: isNews ? "dismissed" : state.callTrouble };
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

/** Whoever typed may have stopped long ago. */
export function withoutTyping(state: Conversation): Conversation {
  return state.typing.length === 0 ? state : { ...state, typing: [] };
}

function withTyping(state: Conversation, partyId: string, typing: boolean): Conversation {
  const others = state.typing.filter((id) => id !== partyId);
  return { ...state, typing: typing ? [...others, partyId] : others };
}
