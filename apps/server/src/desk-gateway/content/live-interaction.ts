import type { CallEvent, Event, InteractionEvent, OfferEvent } from "@patchbay/core";
import type { HappeningView, InteractionView } from "@patchbay/protocol";
import type {
  AssistanceNote,
  CalledParty,
  ContentWrite,
  InteractionData,
  MessageRow,
} from "../../center/content.js";
import type { Records } from "../../center/records.js";

/** One message with what has become of it. `changedSeq` is the journal's place of its last change. */
export interface MessageLine {
  /** `null` when the body is not to be had: erased. */
  row: MessageRow | null;
  readonly messageId: string;
  readonly fromCustomer: boolean;
  readonly seq: number;
  readonly at: number;
  deliveredAt: number | null;
  readAt: number | null;
  changedSeq: number;
}

/**
 * Everything about one interaction that the core does not know and a desk shows. Folded from journal entries,
 * either as they are committed or, after a recovery, from the tables: both ways lead to the same.
 */
export interface LiveInteraction {
  readonly interactionId: string;
  contactId: string;
  readonly messages: MessageLine[];
  readonly messageById: Map<string, MessageLine>;
  readonly happenings: HappeningView[];
  data: InteractionData | null;
  readonly notes: Map<string, string>;
  readonly drafts: Map<string, InteractionView["draft"]>;
  transferNote: { readonly by: string; readonly text: string; readonly at: number } | null;
  /** Numbers that were called into the call, by their legs. */
  readonly called: Map<string, CalledParty>;
  /** Whose each leg is or was; `null`: no agent's. */
  readonly legOwners: Map<string, string | null>;
  /** Legs of supervisors, for as long as they are beside somebody. */
  readonly discreetLegs: Set<string>;
  /** Places of happenings that only supervisors may see: that somebody listens is nobody else's business. */
  readonly discreetSeqs: Set<number>;
  /** Place of the newest customer's message that an agent has read; 0 before the first. */
  customerReadSeq: number;
  /** What was said with each request for a supervisor, and with each that was resolved, in their order. */
  readonly assistanceNotes: Map<string, Pick<AssistanceNote, "kind" | "by" | "text">>;
  /** Beside the stars of its survey; empty: nothing was written. */
  surveyComment: string;
  /** Every event up to here is folded in; a second time it changes nothing. */
  foldedSeq: number;
}

export function newLiveInteraction(interactionId: string, contactId: string): LiveInteraction {
  return {
    interactionId,
    contactId,
    messages: [],
    messageById: new Map(),
    happenings: [],
    data: null,
    notes: new Map(),
    drafts: new Map(),
    transferNote: null,
    called: new Map(),
    legOwners: new Map(),
    discreetLegs: new Set(),
    discreetSeqs: new Set(),
    customerReadSeq: 0,
    assistanceNotes: new Map(),
    surveyComment: "",
    foldedSeq: 0,
  };
}

export type EventOfInteraction = Event & (InteractionEvent | OfferEvent | CallEvent);

export const isOfInteraction = (event: Event): event is EventOfInteraction => "interactionId" in event;

/**
 * Events that are no line of the timeline: messages have their own lines, a receipt changes one, a note is shown
 * beside, and that an offer began to ring says nothing that its making has not said.
 */
const WITHOUT_LINE: ReadonlySet<Event["type"]> = new Set([
  "MessageReceived",
  "MessageSent",
  "MessageReceiptReported",
  "NoteSaved",
  "OfferRang",
  "SurveyOffered",
]);

function happeningOf(live: LiveInteraction, event: EventOfInteraction): HappeningView {
  const { type, seq, at, interactionId, ...facts } = event;
  // The client key stands for a customer's device, a token for secure digits; no screen needs them.
  const shown = Object.fromEntries(
    Object.entries(facts).filter(([name]) => name !== "clientKey" && name !== "token"),
  );
  return { interactionId, seq, at, what: type, facts: { ...ownerFacts(live, event), ...shown } };
}

/** Whose leg it is about: a colleague's, or a number's with its name. */
function ownerFacts(live: LiveInteraction, event: EventOfInteraction): Record<string, unknown> {
  if (!("legId" in event)) return {};
  const { legId } = event;
  const called = live.called.get(legId);
  if (called !== undefined) return { name: called.name, number: called.number };
  const agentId = live.legOwners.get(legId) ?? null;
  return agentId === null ? {} : { agentId };
}

const DISCREET: ReadonlySet<Event["type"]> = new Set([
  "CallMonitored",
  "ChatMonitored",
  "ChatMonitoringEnded",
]);

/** Keeps whose the legs are, and which lines are not for everybody. */
function followLegs(live: LiveInteraction, event: EventOfInteraction): void {
  if (event.type === "LegAdded") {
    live.legOwners.set(event.legId, event.agentId);
    if (event.role === "supervisor") live.discreetLegs.add(event.legId);
  }
  if (event.type === "LegMoved") live.legOwners.set(event.legId, event.agentId);
  // From here on it is an agent's as every other.
  if (event.type === "CallTakenOver") {
    for (const [legId, owner] of live.legOwners)
      if (owner === event.supervisorId) live.discreetLegs.delete(legId);
  }
  const discreet = "legId" in event && live.discreetLegs.has(event.legId);
  if (discreet || DISCREET.has(event.type)) live.discreetSeqs.add(event.seq);
}

/** The happenings that somebody may see: whether a supervisor is beside an agent is for supervisors. */
export function happeningsFor(live: LiveInteraction, supervises: boolean): readonly HappeningView[] {
  const shown =
    supervises || live.discreetSeqs.size === 0
      ? live.happenings
      : live.happenings.filter(({ seq }) => !live.discreetSeqs.has(seq));
  const told = withNotes(live, shown);
  const { surveyComment } = live;
  if (surveyComment === "") return told;
  // What the customer wrote beside the stars is content, and of the last answer.
  const answer = told.findLast(({ what }) => what === "SurveyAnswered");
  return told.map((line) =>
    line === answer ? { ...line, facts: { ...line.facts, comment: surveyComment } } : line,
  );
}

/** What was said with a request for a supervisor is content: each line gets its own words, by their order. */
function withNotes(live: LiveInteraction, shown: readonly HappeningView[]): readonly HappeningView[] {
  if (live.assistanceNotes.size === 0) return shown;
  const left = { asked: [] as string[], resolved: [] as string[] };
  for (const { kind, text } of live.assistanceNotes.values()) left[kind].push(text);
  return shown.map((line) => {
    const isResolved = line.what === "AssistanceClosed" && line.facts.cause === "resolved";
    const kind = line.what === "AssistanceAsked" ? "asked" : isResolved ? "resolved" : null;
    const text = kind === null ? undefined : left[kind].shift();
    return text === undefined ? line : { ...line, facts: { ...line.facts, text } };
  });
}

/** Folds one event in. `rowOf` finds the message's content. An event that is known already changes nothing. */
export function foldEvent(
  live: LiveInteraction,
  event: EventOfInteraction,
  rowOf: (messageId: string) => MessageRow | undefined,
): void {
  if (event.seq <= live.foldedSeq) return;
  live.foldedSeq = event.seq;
  switch (event.type) {
    case "MessageReceived":
    case "MessageSent": {
      const line: MessageLine = {
        row: rowOf(event.messageId) ?? null,
        messageId: event.messageId,
        fromCustomer: event.type === "MessageReceived",
        seq: event.seq,
        at: event.at,
        deliveredAt: null,
        readAt: null,
        changedSeq: event.seq,
      };
      live.messages.push(line);
      live.messageById.set(line.messageId, line);
      return;
    }
    case "MessageReceiptReported": {
      const line = live.messageById.get(event.messageId);
      // Only the other side's receipts say something about a message: a colleague's whisper has none.
      if (line === undefined || line.fromCustomer === (event.reader === "customer")) return;
      line.changedSeq = event.seq;
      if (event.receipt === "read") {
        line.readAt ??= event.at;
        if (line.fromCustomer) live.customerReadSeq = Math.max(live.customerReadSeq, line.seq);
      } else {
        line.deliveredAt ??= event.at;
      }
      return;
    }
    case "ContactChanged":
      live.contactId = event.contactId;
      break;
    default:
  }
  followLegs(live, event);
  if (!WITHOUT_LINE.has(event.type)) live.happenings.push(happeningOf(live, event));
}

/** Folds in one piece of content that belongs to this interaction; `at` is the time of its entry. */
export function foldContent(live: LiveInteraction, write: ContentWrite, at: number): void {
  switch (write.table) {
    case "interaction_data":
      live.data = write.data;
      return;
    case "note":
      live.notes.set(write.agentId, write.text);
      return;
    case "draft": {
      const before = live.drafts.get(write.agentId);
      if (before === undefined || write.version > before.version) {
        const { text, audience, version } = write;
        live.drafts.set(write.agentId, { text, audience, version });
      }
      return;
    }
    case "transfer_note":
      live.transferNote = { by: write.by, text: write.text, at };
      return;
    case "called_party": {
      const { legId, number, name } = write;
      live.called.set(legId, { legId, number, name });
      return;
    }
    case "survey_answer":
      live.surveyComment = write.comment;
      return;
    case "assistance_note": {
      const { noteId, kind, by, text } = write;
      live.assistanceNotes.set(noteId, { kind, by, text });
      return;
    }
    // It stands in words among the interaction's data, too.
    case "payment":
    case "message":
    case "contact":
    case "contact_client":
    case "contact_merge":
    case "contact_unmerge":
    case "file_use":
    case "entry_words":
    case "service_words":
    case "scenario_words":
    case "disposition_words":
    case "reason_words":
    case "schedule_words":
    case "skill_words":
    case "user_words":
    case "team_words":
    case "role_words":
    case "prompt_words":
    case "presence_note":
    case "alert_rules":
    case "standing_alerts":
    case "audit_entry":
      return;
  }
}

/** Which interaction a piece of content belongs to; `undefined` for a contact and for what the configuration is called. */
export function interactionOfContent(write: ContentWrite): string | undefined {
  switch (write.table) {
    case "message":
      return write.row.interactionId;
    case "contact":
    case "contact_client":
    case "contact_merge":
    case "contact_unmerge":
    case "entry_words":
    case "service_words":
    case "scenario_words":
    case "disposition_words":
    case "reason_words":
    case "schedule_words":
    case "skill_words":
    case "user_words":
    case "team_words":
    case "role_words":
    case "prompt_words":
    case "presence_note":
    case "alert_rules":
    case "standing_alerts":
    case "audit_entry":
      return undefined;
    default:
      return write.interactionId;
  }
}

/**
 * Reads one interaction, live or finished, back from the tables.
 * @returns `undefined` when there is no such interaction.
 */
export async function readInteraction(
  records: Records,
  interactionId: string,
): Promise<LiveInteraction | undefined> {
  const [row, messages, data, events, notes, transferNotes] = await Promise.all([
    records.interaction(interactionId),
    records.messages(interactionId),
    records.interactionData(interactionId),
    records.events(interactionId),
    records.notes(interactionId),
    records.transferNotes(interactionId),
  ]);
  if (row === undefined) return undefined;
  const live = newLiveInteraction(interactionId, row.contactId);
  const rows = new Map(messages.map((message) => [message.messageId, message]));
  const rowOf = (messageId: string): MessageRow | undefined => {
    const stored = rows.get(messageId);
    return stored === undefined || stored.erasedAt !== null ? undefined : messageRowOf(stored);
  };
  // After the events, so that no leg is known without whose it is.
  const numbers = events.some(
    (event) => (event.type === "LegAdded" || event.type === "LegMoved") && event.role === "external",
  );
  const called = numbers ? await records.calledParties(interactionId) : [];
  if (events.some(({ type }) => type === "AssistanceAsked"))
    for (const { noteId, ...note } of await records.assistanceNotes(interactionId))
      live.assistanceNotes.set(noteId, note);
  if (events.some(({ type }) => type === "SurveyAnswered"))
    live.surveyComment = (await records.surveyAnswer(interactionId))?.comment ?? "";
  for (const party of called) live.called.set(party.legId, party);
  for (const event of events) if (isOfInteraction(event)) foldEvent(live, event, rowOf);
  // The row is the newest truth: it was read beside the events, perhaps a commit later.
  live.contactId = row.contactId;
  live.data = data ?? null;
  for (const note of notes) live.notes.set(note.agentId, note.text);
  const last = transferNotes.at(-1);
  if (last !== undefined) live.transferNote = { by: last.by, text: last.text, at: last.at };
  const agentIds = new Set(
    events.flatMap((event): string[] => {
      if (event.type === "AgentJoined") return [event.agentId];
      return event.type === "ChatMonitored" ? [event.supervisorId] : [];
    }),
  );
  for (const drafts of await Promise.all([...agentIds].map((agentId) => records.drafts(agentId)))) {
    for (const draft of drafts) {
      if (draft.interactionId !== interactionId) continue;
      const { text, audience, version } = draft;
      live.drafts.set(draft.agentId, { text, audience, version });
    }
  }
  return live;
}

function messageRowOf(stored: MessageRow): MessageRow {
  const { messageId, interactionId, from, partyId, audience, body, clientMessageId } = stored;
  return { messageId, interactionId, from, partyId, audience, body, clientMessageId };
}
