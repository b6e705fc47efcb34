import type { Event } from "@patchbay/core";
import type { PlannedContact } from "../center/append-plan.js";
import type { CalledParty, ContactRow, InteractionData } from "../center/content.js";
import { rowOf } from "../center/interaction-row.js";
import {
  type AssistanceNoteRow,
  type CenterWords,
  type ChangeOf,
  type DraftRow,
  type InteractionRow,
  type NoteRow,
  type PaymentRow,
  type Records,
  type ScenarioWords,
  type StoredMessage,
  type SurveyAnswerRow,
  type TracedChange,
  WAIT_LOOKED_BACK_MS,
  waitEvents,
} from "../center/records.js";
import { MemoryAudit } from "./memory-audit.js";
import { MemoryCanned } from "./memory-canned.js";
import { MemoryContacts } from "./memory-contacts.js";
import { MemoryDirectory } from "./memory-directory.js";
import { MemoryFollowUps } from "./memory-follow-ups.js";
import { MemoryPreferences } from "./memory-preferences.js";
import { MemoryScreenPops } from "./memory-screen-pops.js";
import type { MemoryStore } from "./memory-store.js";
import { MemoryTranscripts } from "./memory-transcripts.js";

/** Reading what is committed, from memory. */
export class MemoryRecords implements Records {
  readonly directory: MemoryDirectory;
  readonly followUps: MemoryFollowUps;
  readonly preferences: MemoryPreferences;
  readonly canned: MemoryCanned;
  readonly contacts: MemoryContacts;
  readonly screenPops: MemoryScreenPops;
  readonly transcripts: MemoryTranscripts;
  readonly audit: MemoryAudit;

  constructor(private readonly store: MemoryStore) {
    this.directory = new MemoryDirectory(store);
    this.followUps = new MemoryFollowUps(store);
    this.preferences = new MemoryPreferences(store);
    this.canned = new MemoryCanned(store);
    this.contacts = new MemoryContacts(store);
    this.screenPops = new MemoryScreenPops(store);
    this.transcripts = new MemoryTranscripts(store);
    this.audit = new MemoryAudit(store);
  }

  async messages(
    interactionId: string,
    options: { readonly afterSeq?: number; readonly limit?: number } = {},
  ): Promise<StoredMessage[]> {
    return (this.store.messageIds.get(interactionId) ?? [])
      .map((messageId) => this.store.messages.get(messageId))
      .filter((message) => message !== undefined && message.seq > (options.afterSeq ?? 0))
      .slice(0, options.limit) as StoredMessage[];
  }

  async message(interactionId: string, messageId: string): Promise<StoredMessage | undefined> {
    const message = this.store.messages.get(messageId);
    return message?.interactionId === interactionId ? message : undefined;
  }

  async interactionData(interactionId: string): Promise<InteractionData | undefined> {
    return this.store.interactionData.get(interactionId);
  }

  async interaction(interactionId: string): Promise<InteractionRow | undefined> {
    const found = this.store.interactions.get(interactionId);
    return found && rowOf(found.row);
  }

  async interactionsOfContact(contactId: string, limit: number): Promise<InteractionRow[]> {
    return this.#inOrder((row) => row.contactId === contactId)
      .reverse()
      .slice(0, limit);
  }

  async interactionsOfCase(caseNumber: number): Promise<InteractionRow[]> {
    return this.#inOrder((row) => row.caseNumber === caseNumber);
  }

  async latestInteractionOfClient(clientKey: string): Promise<InteractionRow | undefined> {
    return this.interaction(this.store.latestOfClient.get(clientKey) ?? "");
  }

  async events(interactionId: string, afterSeq = 0): Promise<Event[]> {
    return this.store.journal
      .slice(afterSeq)
      .filter((stored) => stored.interactionId === interactionId)
      .map((stored) => JSON.parse(stored.text) as Event);
  }

  async answersSince(at: number): Promise<Event[]> {
    const counted = new Set(
      [...this.store.interactions.values()].flatMap(({ row }) => {
        const isRecent = row.startedAt >= at - WAIT_LOOKED_BACK_MS;
        return isRecent && (row.answeredAt ?? row.endedAt ?? at - 1) >= at ? [row.interactionId] : [];
      }),
    );
    return this.store.journal
      .filter(({ interactionId }) => interactionId !== null && counted.has(interactionId))
      .map((stored) => JSON.parse(stored.text) as Event)
      .filter(({ type }) => waitEvents.some((one) => one === type));
  }

  async notes(interactionId: string): Promise<NoteRow[]> {
    return [...(this.store.notes.get(interactionId)?.values() ?? [])].sort(
      (a, b) => a.updatedAt - b.updatedAt || (a.agentId < b.agentId ? -1 : 1),
    );
  }

  async drafts(agentId: string): Promise<DraftRow[]> {
    return [...this.store.drafts.values()]
      .filter((draft) => draft.agentId === agentId)
      .sort((a, b) => (a.interactionId < b.interactionId ? -1 : 1));
  }

  async transferNotes(
    interactionId: string,
  ): Promise<{ readonly by: string; readonly text: string; readonly at: number }[]> {
    return [...(this.store.transferNotes.get(interactionId) ?? [])];
  }

  async calledParties(interactionId: string): Promise<CalledParty[]> {
    const called = [...(this.store.calledParties.get(interactionId)?.values() ?? [])];
    return called.sort((a, b) => (a.legId < b.legId ? -1 : 1));
  }

  async payments(interactionId: string): Promise<PaymentRow[]> {
    return [...(this.store.payments.get(interactionId) ?? [])];
  }

  async assistanceNotes(interactionId: string): Promise<AssistanceNoteRow[]> {
    return [...(this.store.assistanceNotes.get(interactionId) ?? [])];
  }

  async surveyAnswer(interactionId: string): Promise<SurveyAnswerRow | undefined> {
    return this.store.surveyAnswers.get(interactionId);
  }

  async contact(contactId: string): Promise<ContactRow | undefined> {
    const found = this.store.contacts.get(contactId);
    return found && contactOf(found);
  }

  async contactOfClient(clientKey: string): Promise<ContactRow | undefined> {
    return this.contact(this.store.contactOfClient.get(clientKey) ?? "");
  }

  async contactsByPhone(phone: string): Promise<ContactRow[]> {
    return [...this.store.contacts.values()]
      .filter((contact) => contact.e164.includes(phone) && (contact.record?.mergedInto ?? null) === null)
      .sort((a, b) => a.createdAt - b.createdAt || (a.contactId < b.contactId ? -1 : 1))
      .map(contactOf);
  }

  async scenarioWords(scenarioId: string): Promise<ReadonlyMap<number, ScenarioWords>> {
    return new Map(this.store.scenarioWords.get(scenarioId));
  }

  async configurationEvents<Type extends TracedChange>(types: readonly Type[]): Promise<ChangeOf<Type>[]> {
    return this.store.journal
      .map((stored) => JSON.parse(stored.text) as Event)
      .filter((event): event is ChangeOf<Type> => (types as readonly string[]).includes(event.type));
  }

  async words(): Promise<CenterWords> {
    return this.store.words;
  }

  async pollPositions(): Promise<ReadonlyMap<string, number>> {
    return new Map(this.store.pollPositions);
  }

  async savePollPositions(positions: ReadonlyMap<string, number>): Promise<void> {
    for (const [interactionId, seq] of positions) {
      const known = this.store.pollPositions.get(interactionId) ?? 0;
      this.store.pollPositions.set(interactionId, Math.max(known, seq));
    }
  }

  /** Oldest first. */
  #inOrder(wanted: (row: InteractionRow) => boolean): InteractionRow[] {
    return [...this.store.interactions.values()]
      .filter(({ row }) => wanted(row))
      .sort((a, b) => a.startedSeq - b.startedSeq)
      .map(({ row }) => rowOf(row));
  }
}

export const contactOf = ({ e164: _, words: __, change: ___, ...contact }: PlannedContact): ContactRow =>
  contact;
