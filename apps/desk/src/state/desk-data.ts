import type {
  AlertView,
  AssistanceView,
  DeskChange,
  DeskSnapshot,
  HappeningView,
  InteractionView,
  LiveCallView,
  LiveChatView,
  MessageView,
  OfferView,
  QueueView,
  ReasonView,
  RosterView,
  SelfView,
  ServiceView,
  VoiceView,
} from "@patchbay/protocol";

/** What the server has told this desk, by id. Whole views replace whole views: applying one twice does no harm. */
export interface DeskData {
  readonly seq: number;
  readonly company: string;
  readonly user: DeskSnapshot["user"];
  readonly settings: DeskSnapshot["settings"];
  /** Server's clock minus this desk's, in ms. */
  readonly clockOffset: number;
  readonly self: SelfView | null;
  readonly offers: ReadonlyMap<string, OfferView>;
  readonly interactions: ReadonlyMap<string, InteractionView>;
  /** By interaction, in the journal's order. */
  readonly messages: ReadonlyMap<string, readonly MessageView[]>;
  readonly happenings: ReadonlyMap<string, readonly HappeningView[]>;
  readonly roster: ReadonlyMap<string, RosterView>;
  readonly services: ReadonlyMap<string, ServiceView>;
  readonly reasons: readonly ReasonView[];
  /** Every call that is up, and who waits where; nothing for whoever does not supervise. */
  readonly liveCalls: ReadonlyMap<string, LiveCallView>;
  /** The same of chats that somebody has taken. */
  readonly liveChats: ReadonlyMap<string, LiveChatView>;
  readonly queues: ReadonlyMap<string, QueueView>;
  /** Which agents have asked for help; nothing for whoever does not supervise. */
  readonly assistance: ReadonlyMap<string, AssistanceView>;
  /** What is beyond a threshold; nothing for whoever does not supervise. */
  readonly alerts: readonly AlertView[];
  readonly voice: VoiceView;
}

const byId = <View, Key extends keyof View>(views: readonly View[], key: Key): Map<string, View> =>
  new Map(views.map((view) => [String(view[key]), view]));

export function fromSnapshot(snapshot: DeskSnapshot, now: number): DeskData {
  return {
    seq: snapshot.seq,
    company: snapshot.company,
    user: snapshot.user,
    settings: snapshot.settings,
    clockOffset: snapshot.serverTime - now,
    self: snapshot.self,
    offers: byId(snapshot.offers, "offerId"),
    interactions: byId(snapshot.interactions, "interactionId"),
    messages: grouped(snapshot.messages),
    happenings: grouped(snapshot.happenings),
    roster: byId(snapshot.roster, "agentId"),
    services: byId(snapshot.services, "serviceId"),
    reasons: snapshot.reasons,
    liveCalls: byId(snapshot.liveCalls, "interactionId"),
    liveChats: byId(snapshot.liveChats, "interactionId"),
    queues: byId(snapshot.queues, "serviceId"),
    assistance: byId(snapshot.assistance, "interactionId"),
    alerts: snapshot.alerts,
    voice: snapshot.voice,
  };
}

function grouped<Line extends { readonly interactionId: string; readonly seq: number }>(
  lines: readonly Line[],
): Map<string, readonly Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const group = groups.get(line.interactionId);
    if (group) group.push(line);
    else groups.set(line.interactionId, [line]);
  }
  for (const group of groups.values()) group.sort((a, b) => a.seq - b.seq);
  return groups;
}

/** An offer that is over, and how it went: the desk says so where it matters. */
export interface GoneOffer {
  readonly offerId: string;
  readonly interactionId: string;
  readonly cause: string;
  readonly customerName: string;
  /** As it was last. */
  readonly view: OfferView;
}

/**
 * Applies one `changes` frame.
 * @returns `"gap"` when frames are missing: then only a snapshot helps
 */
export function applyChanges(
  data: DeskData,
  frame: { readonly after: number; readonly seq: number; readonly changes: readonly DeskChange[] },
  onGone: (offer: GoneOffer) => void = () => undefined,
): DeskData | "gap" {
  if (frame.after !== data.seq) return "gap";
  const next: Mutable = { ...data, seq: frame.seq };
  for (const change of frame.changes) applyChange(next, change, onGone);
  return next;
}

type Mutable = { -readonly [Key in keyof DeskData]: DeskData[Key] };

function applyChange(next: Mutable, change: DeskChange, onGone: (offer: GoneOffer) => void): void {
  switch (change.on) {
    case "user":
      next.user = change.view;
      return;
    case "self":
      next.self = change.view;
      return;
    case "offer":
      next.offers = new Map(next.offers).set(change.view.offerId, change.view);
      return;
    case "offer.gone":
      goneOffer(next.offers.get(change.offerId), change, onGone);
      next.offers = without(next.offers, change.offerId);
      return;
    case "interaction":
      next.interactions = new Map(next.interactions).set(change.view.interactionId, change.view);
      return;
    case "interaction.gone":
      next.interactions = without(next.interactions, change.interactionId);
      next.messages = without(next.messages, change.interactionId);
      next.happenings = without(next.happenings, change.interactionId);
      return;
    // News alone.
    case "handover":
      return;
    case "message":
      next.messages = withLine(next.messages, change.view, (line) => line.messageId);
      return;
    case "happening":
      next.happenings = withLine(next.happenings, change.view, (line) => String(line.seq));
      return;
    case "roster":
      next.roster = new Map(next.roster).set(change.view.agentId, change.view);
      return;
    case "roster.gone":
      next.roster = without(next.roster, change.agentId);
      return;
    case "service":
      next.services = new Map(next.services).set(change.view.serviceId, change.view);
      return;
    case "service.gone":
      next.services = without(next.services, change.serviceId);
      return;
    case "reasons":
      next.reasons = change.view;
      return;
    case "voice":
      next.voice = change.view;
      return;
    case "live_call":
      next.liveCalls = new Map(next.liveCalls).set(change.view.interactionId, change.view);
      return;
    case "live_call.gone":
      next.liveCalls = without(next.liveCalls, change.interactionId);
      return;
    case "live_chat":
      next.liveChats = new Map(next.liveChats).set(change.view.interactionId, change.view);
      return;
    case "live_chat.gone":
      next.liveChats = without(next.liveChats, change.interactionId);
      return;
    case "queue":
      next.queues = new Map(next.queues).set(change.view.serviceId, change.view);
      return;
    case "alerts":
      next.alerts = change.view;
      return;
    case "assistance":
      next.assistance = new Map(next.assistance).set(change.view.interactionId, change.view);
      return;
    case "assistance.gone":
      next.assistance = without(next.assistance, change.interactionId);
      return;
    case "queue.gone":
      next.queues = without(next.queues, change.serviceId);
      return;
  }
}

function goneOffer(
  view: OfferView | undefined,
  change: Extract<DeskChange, { on: "offer.gone" }>,
  onGone: (offer: GoneOffer) => void,
): void {
  if (view !== undefined) onGone({ ...change, view });
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

function withLine<Line extends { readonly interactionId: string; readonly seq: number }>(
  groups: ReadonlyMap<string, readonly Line[]>,
  line: Line,
  keyOf: (line: Line) => string,
): ReadonlyMap<string, readonly Line[]> {
  const lines = groups.get(line.interactionId) ?? [];
  const key = keyOf(line);
  const at = lines.findLastIndex((other) => keyOf(other) === key);
  let next: readonly Line[];
  if (at >= 0) next = lines.with(at, line);
  else if ((lines.at(-1)?.seq ?? -1) <= line.seq) next = [...lines, line];
  else next = [...lines, line].sort((a, b) => a.seq - b.seq);
  return new Map(groups).set(line.interactionId, next);
}
