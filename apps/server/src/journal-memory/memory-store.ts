import type { Event } from "@patchbay/core";
import { type AppendPlan, IDEMPOTENCY_MS, type PlannedContact } from "../center/append-plan.js";
import type { AuditRow, StoredAuditRow } from "../center/audit-records.js";
import type { CannedRow } from "../center/canned-records.js";
import type { ContactChange } from "../center/contact-records.js";
import type { CalledParty, InteractionData } from "../center/content.js";
import type { SavedFavourites } from "../center/directory-records.js";
import type { FollowUpRow } from "../center/follow-up-records.js";
import { type InteractionProjection, interactionOf, withChange } from "../center/interaction-row.js";
import { JournalError, type StoredSnapshot } from "../center/journal.js";
import { PHONE_COUNTRY_DEFAULT } from "../center/phone-number.js";
import type {
  AssistanceNoteRow,
  CenterWords,
  DraftRow,
  NoteRow,
  PaymentRow,
  ScenarioWords,
  StoredMessage,
  SurveyAnswerRow,
} from "../center/records.js";
import type { SavedScreenPop } from "../center/screen-pop-records.js";
import { wordsAfter } from "../center/words.js";
import type { AppendFaults } from "./faults.js";
import type { MemoryCannedUse } from "./memory-canned.js";
import { type StoredMerge, writeContacts } from "./memory-contacts.js";
import type { StoredRecent } from "./memory-directory.js";

/** In JSON text: an escaped zero character or half a surrogate pair; neither goes into a jsonb. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * What outlives a server, in memory: the rows of one center. Events are kept as text, so that nobody who holds
 * one can change what was written.
 */
export class MemoryStore {
  readonly journal: { readonly interactionId: string | null; readonly text: string }[] = [];
  readonly writer = { epoch: 0, lastSeq: 0, lastSeenAt: null as number | null };
  /** Who holds the session lock: any object; and its name for people. */
  lock: { readonly holder: object; readonly owner: string } | null = null;
  readonly snapshots: { readonly seq: number; readonly text: string }[] = [];
  readonly interactions = new Map<
    string,
    { readonly row: InteractionProjection; readonly startedSeq: number }
  >();
  readonly latestOfClient = new Map<string, string>();
  readonly messages = new Map<string, StoredMessage>();
  readonly messageIds = new Map<string, string[]>();
  readonly interactionData = new Map<string, InteractionData>();
  readonly notes = new Map<string, Map<string, NoteRow>>();
  readonly drafts = new Map<string, DraftRow>();
  readonly transferNotes = new Map<
    string,
    { readonly by: string; readonly text: string; readonly at: number }[]
  >();
  /** By interaction, then by leg. */
  readonly payments = new Map<string, PaymentRow[]>();
  readonly assistanceNotes = new Map<string, AssistanceNoteRow[]>();
  readonly surveyAnswers = new Map<string, SurveyAnswerRow>();
  readonly calledParties = new Map<string, Map<string, CalledParty>>();
  readonly contacts = new Map<string, PlannedContact>();
  readonly contactOfClient = new Map<string, string>();
  /** In the order in which they were made. */
  readonly contactChanges: { readonly contactId: string; readonly change: ContactChange }[] = [];
  readonly screenPops = new Map<string, SavedScreenPop>();
  readonly voidTranscripts = new Map<string, number>();
  readonly audit = new Map<string, StoredAuditRow>();
  readonly contactMerges = new Map<string, StoredMerge>();
  readonly fileUses = new Map<string, AppendPlan["fileUses"][number]>();
  readonly answers = new Map<string, { readonly text: string; readonly at: number }>();
  readonly pollPositions = new Map<string, number>();
  readonly favourites = new Map<string, SavedFavourites>();
  readonly ownNumbers = new Map<string, string>();
  readonly followUps = new Map<string, FollowUpRow>();
  readonly preferences = new Map<string, Readonly<Record<string, unknown>>>();
  readonly canned = new Map<string, CannedRow>();
  /** By response and agent. */
  readonly cannedUses = new Map<string, MemoryCannedUse>();
  readonly forwardNumbers = new Map<string, string>();
  /** By agent and interaction. */
  readonly recent = new Map<string, Map<string, StoredRecent>>();
  recentPosition = 0;
  words: CenterWords = emptyWords;
  /** By scenario, then by version. */
  readonly scenarioWords = new Map<string, Map<number, ScenarioWords>>();
  /** Appends tried so far, by any writer. */
  attempts = 0;
  /** Changed at will by who plants faults. */
  faults: AppendFaults = () => null;

  /** As one transaction: it first looks for what stands in the way, then writes. @throws {JournalError} */
  commit(epoch: number, plan: AppendPlan, now: number): void {
    if (epoch !== this.writer.epoch || plan.expectedLastSeq !== this.writer.lastSeq) {
      throw new JournalError("fenced", "this writer does not own the center, or the journal has moved");
    }
    this.#refuseConflicts(plan, now);
    for (const event of plan.events) {
      this.journal.push({ interactionId: interactionOf(event), text: JSON.stringify(event) });
    }
    this.writer.lastSeq = plan.lastSeq;
    this.writer.lastSeenAt = Math.max(this.writer.lastSeenAt ?? 0, plan.at);
    this.#writeInteractions(plan);
    this.#writeMessages(plan);
    this.#writeContent(plan);
    for (const { key, result, at } of plan.answers)
      this.answers.set(key, { text: JSON.stringify(result ?? null), at });
  }

  #refuseConflicts(plan: AppendPlan, now: number): void {
    if (UNSTORABLE.test(JSON.stringify(plan))) {
      throw new JournalError("refused", "the batch holds text that PostgreSQL cannot store");
    }
    const own = new Set<string>();
    for (const { messageId } of plan.messages) {
      if (this.messages.has(messageId) || own.has(messageId)) {
        throw new JournalError("refused", `message ${messageId} is stored already`);
      }
      own.add(messageId);
    }
    for (const { interactionId, started } of plan.interactions) {
      if (started !== null && this.interactions.has(interactionId)) {
        throw new JournalError("refused", `interaction ${interactionId} has begun already`);
      }
    }
    for (const { key } of plan.answers) {
      const answer = this.answers.get(key);
      if (answer !== undefined && answer.at > now - IDEMPOTENCY_MS) {
        throw new JournalError("refused", "an idempotency key of this batch has been answered before");
      }
    }
  }

  #writeInteractions(plan: AppendPlan): void {
    for (const change of plan.interactions) {
      const { interactionId, started, startedSeq } = change;
      const known = this.interactions.get(interactionId);
      if (started !== null) {
        this.interactions.set(interactionId, { row: started, startedSeq });
        this.latestOfClient.set(started.clientKey, interactionId);
      } else if (known)
        this.interactions.set(interactionId, { ...known, row: withChange(known.row, change) });
    }
  }

  #writeMessages(plan: AppendPlan): void {
    for (const message of plan.messages) {
      const copy = structuredClone(message);
      this.messages.set(message.messageId, { ...copy, deliveredAt: null, readAt: null, erasedAt: null });
      listIn(this.messageIds, message.interactionId).push(message.messageId);
    }
    for (const receipt of plan.receipts) {
      const message = this.messages.get(receipt.messageId);
      if (message === undefined) continue;
      this.messages.set(receipt.messageId, {
        ...message,
        deliveredAt: message.deliveredAt ?? receipt.deliveredAt,
        readAt: message.readAt ?? receipt.readAt,
      });
    }
  }

  #writeContent(plan: AppendPlan): void {
    for (const { interactionId, data } of plan.interactionData) {
      this.interactionData.set(interactionId, structuredClone(data));
    }
    for (const { interactionId, agentId, text, at } of plan.notes) {
      let notes = this.notes.get(interactionId);
      if (notes === undefined) {
        notes = new Map();
        this.notes.set(interactionId, notes);
      }
      notes.set(agentId, { agentId, text, updatedAt: at });
    }
    for (const { interactionId, agentId, text, audience, version, at } of plan.drafts) {
      const key = `${agentId}\n${interactionId}`;
      if ((this.drafts.get(key)?.version ?? -1) >= version) continue;
      this.drafts.set(key, { interactionId, agentId, text, audience, version, updatedAt: at });
    }
    for (const { interactionId, status } of plan.interactions) {
      if (status !== "completed") continue;
      for (const [key, draft] of this.drafts)
        if (draft.interactionId === interactionId) this.drafts.delete(key);
    }
    for (const { interactionId, by, text, at } of plan.transferNotes) {
      listIn(this.transferNotes, interactionId).push({ by, text, at });
    }
    for (const { interactionId, legId, number, name } of plan.calledParties) {
      const called = this.calledParties.get(interactionId) ?? new Map<string, CalledParty>();
      this.calledParties.set(interactionId, called.set(legId, { legId, number, name }));
    }
    for (const { interactionId, stars, comment, at } of plan.surveyAnswers)
      this.surveyAnswers.set(interactionId, { stars, comment, at });
    for (const {
      interactionId,
      paymentId,
      outcome,
      minor,
      currency,
      code,
      reference,
      agentId,
      at,
    } of plan.payments) {
      const known = listIn(this.payments, interactionId);
      if (known.every((one) => one.paymentId !== paymentId))
        known.push({ paymentId, outcome, minor, currency, code, reference, agentId, at });
    }
    writeContacts(this, plan);
    this.words = wordsAfter(this.words, structuredClone(plan.words));
    for (const write of plan.words) {
      if (write.table === "audit_entry") this.putAudit(write.row);
      if (write.table === "assistance_note") {
        const { interactionId, table: _, ...note } = write;
        listIn(this.assistanceNotes, interactionId).push(note);
      }
      if (write.table !== "scenario_words") continue;
      const versions = this.scenarioWords.get(write.scenarioId) ?? new Map<number, ScenarioWords>();
      this.scenarioWords.set(write.scenarioId, versions.set(write.words.version, write.words));
    }
    for (const use of plan.fileUses) this.fileUses.set(`${use.fileId}\n${use.messageId}`, use);
  }

  putAudit(row: AuditRow): void {
    this.audit.set(row.auditId, { ...structuredClone(row), place: this.audit.size + 1 });
  }

  events(from: number, to: number): Event[] {
    return this.journal.slice(from, to).map(({ text }) => JSON.parse(text) as Event);
  }

  /** As the snapshot worker does it, at the sequence that the state has. */
  putSnapshot(seq: number, state: unknown): void {
    this.snapshots.push({ seq, text: JSON.stringify(state) });
    this.snapshots.sort((a, b) => a.seq - b.seq);
    this.snapshots.splice(0, Math.max(0, this.snapshots.length - 3));
  }

  snapshotBelow(seq: number): StoredSnapshot | null {
    const found = this.snapshots.findLast((snapshot) => snapshot.seq < seq);
    return found ? { seq: found.seq, state: JSON.parse(found.text) as unknown } : null;
  }

  /** Another server has taken the center over, and this one's connection still stands: the epoch has moved. */
  replaceWriter(): void {
    this.writer.epoch += 1;
    this.lock = null;
  }
}

export const emptyWords: CenterWords = {
  phoneCountry: PHONE_COUNTRY_DEFAULT,
  company: "",
  users: new Map(),
  services: new Map(),
  entries: new Map(),
  reasons: new Map(),
  dispositions: new Map(),
  skills: new Map(),
  teams: new Map(),
  scenarios: new Map(),
  prompts: new Map(),
};

function listIn<Item>(lists: Map<string, Item[]>, key: string): Item[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
