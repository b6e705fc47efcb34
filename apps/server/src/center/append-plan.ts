import type { Event } from "@patchbay/core";
import type { ContactChange, ContactMergeWrite, ContactUnmergeWrite } from "./contact-records.js";
import { contactWords } from "./contact-words.js";
import type {
  AssistanceNote,
  Audience,
  CalledParty,
  ContactRow,
  InteractionData,
  MessageRow,
  Payment,
  WordsWrite,
} from "./content.js";
import { changesOf, type InteractionChange } from "./interaction-row.js";
import { type JournalEntry, JournalError } from "./journal.js";
import { e164sOf, type PhoneCountry } from "./phone-number.js";

/** How long an answer is kept under its idempotency key. */
export const IDEMPOTENCY_MS = 24 * 3_600_000;

export interface PlannedMessage extends MessageRow {
  readonly seq: number;
  readonly at: number;
}

/** Receipts of one message in one append. `null`: not reported in it. */
export interface PlannedReceipt {
  readonly messageId: string;
  deliveredAt: number | null;
  readAt: number | null;
}

/** A contact with its numbers as they are looked up, and the words by which it is found. */
export interface PlannedContact extends ContactRow {
  readonly change?: ContactChange;
  readonly e164: readonly string[];
  readonly words: readonly string[];
}

/** Everything that one append writes, ready for any store: each list in the order of the entries. */
export interface AppendPlan {
  readonly expectedLastSeq: number;
  readonly lastSeq: number;
  /** The newest moment in it. */
  readonly at: number;
  readonly events: readonly Event[];
  readonly interactions: readonly InteractionChange[];
  readonly messages: readonly PlannedMessage[];
  readonly receipts: readonly PlannedReceipt[];
  readonly interactionData: readonly { readonly interactionId: string; readonly data: InteractionData }[];
  readonly notes: readonly {
    readonly interactionId: string;
    readonly agentId: string;
    readonly text: string;
    readonly at: number;
  }[];
  readonly drafts: readonly {
    readonly interactionId: string;
    readonly agentId: string;
    readonly text: string;
    readonly audience: Audience;
    readonly version: number;
    readonly at: number;
  }[];
  readonly transferNotes: readonly {
    readonly interactionId: string;
    readonly by: string;
    readonly text: string;
    readonly at: number;
  }[];
  readonly calledParties: readonly ({ readonly interactionId: string; readonly at: number } & CalledParty)[];
  readonly payments: readonly ({ readonly interactionId: string; readonly at: number } & Payment)[];
  readonly surveyAnswers: readonly {
    readonly interactionId: string;
    readonly stars: number;
    readonly comment: string;
    readonly at: number;
  }[];
  readonly contacts: readonly PlannedContact[];
  readonly contactMerges: readonly ContactMergeWrite[];
  readonly contactUnmerges: readonly ContactUnmergeWrite[];
  readonly contactClients: readonly { readonly clientKey: string; readonly contactId: string }[];
  readonly fileUses: readonly {
    readonly fileId: string;
    readonly interactionId: string;
    readonly messageId: string;
  }[];
  /** In the order in which they were written: a later one of the same thing replaces the earlier. */
  readonly words: readonly (WordsWrite | AssistanceNote)[];
  readonly answers: readonly { readonly key: string; readonly result: unknown; readonly at: number }[];
}

/**
 * Sorts a batch into what each table gets. What is written later for the same key in one batch replaces the
 * earlier, as it would in two appends.
 *
 * @throws {JournalError} `refused` when the batch contradicts itself: a gap in the sequence, a message without
 *   its event or an event without its message, one key twice.
 */
export function planAppend(
  expectedLastSeq: number,
  entries: readonly JournalEntry[],
  options: {
    /** The moment of entries that have no events (a draft), milliseconds since 1970. */
    readonly now: number;
    readonly phoneCountry: PhoneCountry;
  },
): AppendPlan {
  const events: Event[] = [];
  const messages: PlannedMessage[] = [];
  const receipts = new Map<string, PlannedReceipt>();
  const interactionData = new Map<string, AppendPlan["interactionData"][number]>();
  const notes = new Map<string, AppendPlan["notes"][number]>();
  const drafts = new Map<string, AppendPlan["drafts"][number]>();
  const transferNotes: AppendPlan["transferNotes"][number][] = [];
  const calledParties = new Map<string, AppendPlan["calledParties"][number]>();
  const payments = new Map<string, AppendPlan["payments"][number]>();
  const surveyAnswers = new Map<string, AppendPlan["surveyAnswers"][number]>();
  const contacts = new Map<string, PlannedContact>();
  const contactMerges: ContactMergeWrite[] = [];
  const contactUnmerges: ContactUnmergeWrite[] = [];
  const contactClients = new Map<string, AppendPlan["contactClients"][number]>();
  const fileUses: AppendPlan["fileUses"][number][] = [];
  const words: (WordsWrite | AssistanceNote)[] = [];
  const answers = new Map<string, AppendPlan["answers"][number]>();

  let lastSeq = expectedLastSeq;
  let newest = 0;
  for (const entry of entries) {
    const at = entry.events.at(-1)?.at ?? options.now;
    newest = Math.max(newest, at);
    /** Message events of this entry that still lack their content. */
    const unwritten = new Map<string, Event>();
    for (const event of entry.events) {
      if (event.seq !== lastSeq + 1) {
        throw new JournalError("refused", `event ${event.seq} (${event.type}) does not follow ${lastSeq}`);
      }
      lastSeq = event.seq;
      events.push(event);
      if (event.type === "MessageReceived" || event.type === "MessageSent")
        unwritten.set(event.messageId, event);
      else if (event.type === "MessageReceiptReported") noteReceipt(receipts, event);
    }
    for (const write of entry.content) {
      switch (write.table) {
        case "message": {
          const event = unwritten.get(write.row.messageId);
          if (event === undefined) {
            throw new JournalError("refused", `message ${write.row.messageId} has no event in its entry`);
          }
          unwritten.delete(write.row.messageId);
          messages.push({ ...write.row, seq: event.seq, at: event.at });
          break;
        }
        case "interaction_data":
          interactionData.set(write.interactionId, write);
          break;
        case "note":
          notes.set(keyOf(write.interactionId, write.agentId), { ...write, at });
          break;
        case "draft": {
          const key = keyOf(write.interactionId, write.agentId);
          const earlier = drafts.get(key);
          if (earlier === undefined || earlier.version < write.version) drafts.set(key, { ...write, at });
          break;
        }
        case "transfer_note":
          transferNotes.push({ ...write, at });
          break;
        case "called_party":
          calledParties.set(write.legId, { ...write, at });
          break;
        case "payment":
          payments.set(keyOf(write.interactionId, write.paymentId), { ...write, at });
          break;
        case "survey_answer":
          surveyAnswers.set(write.interactionId, { ...write, at });
          break;
        case "contact": {
          const earlier = contacts.get(write.row.contactId);
          if (isOlder(write.row, earlier)) break;
          contacts.set(write.row.contactId, {
            ...write.row,
            ...(write.change === undefined ? {} : { change: write.change }),
            e164: e164sOf(write.row.phones, options.phoneCountry),
            words: [...contactWords(write.row)],
          });
          break;
        }
        case "contact_merge":
          contactMerges.push(write);
          break;
        case "contact_unmerge":
          contactUnmerges.push(write);
          break;
        case "contact_client":
          contactClients.set(write.clientKey, write);
          break;
        case "file_use":
          fileUses.push(write);
          break;
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
        case "assistance_note":
        case "alert_rules":
        case "standing_alerts":
        case "audit_entry":
          words.push(write);
          break;
      }
    }
    for (const [messageId, event] of unwritten) {
      throw new JournalError(
        "refused",
        `event ${event.seq} (${event.type}) came without its message ${messageId}`,
      );
    }
    if (entry.idempotency !== null) {
      const { key, result } = entry.idempotency;
      if (answers.has(key)) throw new JournalError("refused", "one idempotency key came twice in one batch");
      answers.set(key, { key, result, at });
    }
  }
  return {
    expectedLastSeq,
    lastSeq,
    at: newest,
    events,
    interactions: changesOf(events),
    messages,
    receipts: [...receipts.values()],
    interactionData: [...interactionData.values()],
    notes: [...notes.values()],
    drafts: [...drafts.values()],
    transferNotes,
    calledParties: [...calledParties.values()],
    payments: [...payments.values()],
    surveyAnswers: [...surveyAnswers.values()],
    contacts: [...contacts.values()],
    contactMerges,
    contactUnmerges,
    contactClients: [...contactClients.values()],
    fileUses,
    words,
    answers: [...answers.values()],
  };
}

/**
 * Whether a row was made from an older state of the contact than the stored one: what a customer's app or a network said
 * while somebody changed it by hand does not go over that.
 */
export function isOlder(row: ContactRow, stored: ContactRow | undefined): boolean {
  const version = stored?.record?.version ?? 0;
  return version > 0 && (row.record?.version ?? 0) <= version;
}

const keyOf = (...ids: readonly string[]): string => ids.join("\n");

/** The first report of each kind counts. What was read has arrived, whether or not an app said so. */
function noteReceipt(
  receipts: Map<string, PlannedReceipt>,
  event: Extract<Event, { readonly type: "MessageReceiptReported" }>,
): void {
  let receipt = receipts.get(event.messageId);
  if (receipt === undefined) {
    receipt = { messageId: event.messageId, deliveredAt: null, readAt: null };
    receipts.set(event.messageId, receipt);
  }
  receipt.deliveredAt ??= event.at;
  if (event.receipt === "read") receipt.readAt ??= event.at;
}
