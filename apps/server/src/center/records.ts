import type { ConfigurationEvent, Event, OwnRoleBase, Privilege } from "@patchbay/core";
import type { WidgetSettings } from "@patchbay/protocol";
import type { AlertRulesSet, StandingAlert } from "../alerts/index.js";
import type { AuditRecords } from "./audit-records.js";
import type { CannedRecords } from "./canned-records.js";
import type { ContactRecords } from "./contact-records.js";
import type {
  AssistanceNote,
  Audience,
  CalledParty,
  ContactRow,
  InteractionData,
  MessageRow,
  Payment,
} from "./content.js";
import type { DirectoryRecords } from "./directory-records.js";
import type { FollowUpRecords } from "./follow-up-records.js";
import type { MaskingRule } from "./masking-rule.js";
import type { PhoneCountry } from "./phone-number.js";
import type { PreferenceRecords } from "./preference-records.js";
import type { ScreenPopRecords } from "./screen-pop-records.js";
import type { TranscriptRecords } from "./transcript-records.js";

/** A message as stored: the row with its place in the journal and its receipts. */
export interface StoredMessage extends MessageRow {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  /** Set when erased; the body is then a text of zero length. */
  readonly erasedAt: number | null;
}

export interface NoteRow {
  readonly agentId: string;
  readonly text: string;
  readonly updatedAt: number;
}

/** A payment with when it was told of. */
export type PaymentRow = Payment & { readonly at: number };

export interface SurveyAnswerRow {
  readonly stars: number;
  /** May be empty. */
  readonly comment: string;
  readonly at: number;
}

export interface DraftRow {
  readonly interactionId: string;
  readonly agentId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly version: number;
  readonly updatedAt: number;
}

/** The interaction's row: kept in the append's transaction, and the finished interaction's only home. */
export interface InteractionRow {
  readonly interactionId: string;
  readonly contactId: string;
  readonly clientKey: string;
  readonly entryId: string;
  readonly serviceId: string;
  readonly channel: "chat" | "voice" | "email";
  readonly caseNumber: number;
  readonly status: "open" | "ended" | "completed";
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number | null;
  readonly endCause: string | null;
  readonly dispositionId: string | null;
  /** Everybody who took part, in order of joining. */
  readonly agentIds: readonly string[];
  readonly messageCount: number;
}

export const waitEvents = [
  "AgentRequested",
  "AgentJoined",
  "InteractionEnded",
] as const satisfies readonly Event["type"][];
/** Whoever has waited longer than this was forgotten, not waiting. */
export const WAIT_LOOKED_BACK_MS = 24 * 3_600_000;

export type AssistanceNoteRow = Omit<AssistanceNote, "table" | "interactionId">;

/** Reading what is committed. Every method sees at least what the last resolved append stored. */
export interface Records {
  messages(
    interactionId: string,
    options?: { readonly afterSeq?: number; readonly limit?: number },
  ): Promise<StoredMessage[]>;
  message(interactionId: string, messageId: string): Promise<StoredMessage | undefined>;
  interactionData(interactionId: string): Promise<InteractionData | undefined>;
  interaction(interactionId: string): Promise<InteractionRow | undefined>;
  /** Newest first. */
  interactionsOfContact(contactId: string, limit: number): Promise<InteractionRow[]>;
  /** Oldest first. */
  interactionsOfCase(caseNumber: number): Promise<InteractionRow[]>;
  /** The newest interaction of one app, live or not. */
  latestInteractionOfClient(clientKey: string): Promise<InteractionRow | undefined>;
  /** Every journal event of one interaction, in order. */
  events(interactionId: string, afterSeq?: number): Promise<Event[]>;
  /**
   * What tells how long those waited who got their first answer since then, or ended without one: their `waitEvents`, in order. Who
   * began more than a day before is left out.
   */
  answersSince(at: number): Promise<Event[]>;
  notes(interactionId: string): Promise<NoteRow[]>;
  /** Emptied ones too: whoever goes on writing must go on from their version. */
  drafts(agentId: string): Promise<DraftRow[]>;
  transferNotes(
    interactionId: string,
  ): Promise<{ readonly by: string; readonly text: string; readonly at: number }[]>;
  /** What was said with requests for a supervisor, in order. */
  assistanceNotes(interactionId: string): Promise<AssistanceNoteRow[]>;
  /** Numbers that were called into a call, in the order of their legs' ids. */
  calledParties(interactionId: string): Promise<CalledParty[]>;
  /** What came of card payments, the first first. */
  payments(interactionId: string): Promise<PaymentRow[]>;
  /** How the customer found the chat, as last answered. */
  surveyAnswer(interactionId: string): Promise<SurveyAnswerRow | undefined>;
  contact(contactId: string): Promise<ContactRow | undefined>;
  contactOfClient(clientKey: string): Promise<ContactRow | undefined>;
  /** E.164 number, exact; without those that were merged into another one. */
  contactsByPhone(phone: string): Promise<ContactRow[]>;
  /** People's names and photos, service and reason names: the center's words, by id. */
  words(): Promise<CenterWords>;
  /** What a scenario and its steps were called in each of its versions, by version. */
  scenarioWords(scenarioId: string): Promise<ReadonlyMap<number, ScenarioWords>>;
  /** Every change of these kinds that was ever made, in order. */
  configurationEvents<Type extends TracedChange>(types: readonly Type[]): Promise<ChangeOf<Type>[]>;
  /** How far each customer's polls have been answered: journal sequence by interaction. Stored at most 1 s late. */
  pollPositions(): Promise<ReadonlyMap<string, number>>;
  savePollPositions(positions: ReadonlyMap<string, number>): Promise<void>;
  /** Contacts by words, favourites and recent calls. */
  readonly directory: DirectoryRecords;
  readonly followUps: FollowUpRecords;
  readonly preferences: PreferenceRecords;
  readonly canned: CannedRecords;
  readonly contacts: ContactRecords;
  readonly screenPops: ScreenPopRecords;
  /** Which links to transcripts are void. */
  readonly transcripts: TranscriptRecords;
  /** Who changed what of Set-up. */
  readonly audit: AuditRecords;
}

/** Changes of the configuration that tell who made them. */
export const tracedChanges = [
  "ServiceConfigured",
  "ReasonConfigured",
  "EntryConfigured",
  "EntryRemoved",
  "ScenarioConfigured",
  "ScenarioRemoved",
  "PromptConfigured",
  "PromptRemoved",
  "ScheduleConfigured",
] as const satisfies readonly ConfigurationEvent["type"][];
export type TracedChange = (typeof tracedChanges)[number];
export type ChangeOf<Type extends TracedChange> = Extract<Event, { readonly type: Type }>;

export interface ScheduleWords {
  readonly name: string;
  readonly days: Readonly<Record<string, string>>;
}

export interface CenterWords {
  /** Where a phone number without a country code is at home; of the dial plan (decision 0203). */
  readonly phoneCountry: PhoneCountry;
  readonly company: string;
  readonly users: ReadonlyMap<string, UserWords>;
  readonly services: ReadonlyMap<string, ServiceWords>;
  readonly entries: ReadonlyMap<string, EntryWords>;
  readonly reasons: ReadonlyMap<string, { readonly name: string; readonly icon: string }>;
  readonly dispositions: ReadonlyMap<string, { readonly name: string }>;
  readonly skills: ReadonlyMap<string, { readonly name: string }>;
  readonly teams: ReadonlyMap<string, { readonly name: string }>;
  /** Opening hours, and what their special days are called, by date. Absent: there are none. */
  readonly schedules?: ReadonlyMap<string, ScheduleWords>;
  /** Own roles. Absent: none. */
  readonly roles?: ReadonlyMap<string, RoleWords>;
  /** As they are called in their newest version. */
  readonly scenarios: ReadonlyMap<string, ScenarioWords>;
  /** Of the center's own prompts. */
  readonly prompts: ReadonlyMap<string, PromptWords>;
  /** When supervisors are alerted; absent: nobody has set it. */
  readonly alertRules?: AlertRulesSet;
  /** Alerts that are up. */
  readonly standingAlerts?: readonly StandingAlert[];
  /** By agent, what was said when a supervisor set the agent's state last; may be empty. Absent: never. */
  readonly presenceNotes?: ReadonlyMap<string, { readonly by: string; readonly text: string }>;
}

export interface RoleWords {
  readonly name: string;
  readonly base: OwnRoleBase;
  readonly privileges: readonly Privilege[];
}

export interface ServiceWords {
  readonly name: string;
  /** Absent: nobody has set it. */
  readonly afterChat?: AfterChatWords;
  /** What is promised; absent: the usual one of its channel. */
  readonly serviceLevel?: ServiceLevel;
}

/** So many percent of what is offered are answered within this time. */
export interface ServiceLevel {
  readonly percent: number;
  readonly withinMs: number;
}

/** What customers are asked and offered when a chat is over. */
export interface AfterChatWords {
  /** The question by language; the first for everybody whose language is not among them. Whether it is asked is the core's. */
  readonly questions: readonly { readonly language: string; readonly text: string }[];
  /** Whether there is a field for words. */
  readonly comment: boolean;
  /** How long a transcript can be read by its link; `null`: there is none. */
  readonly transcriptDays: number | null;
}

export interface ScenarioWords {
  /** Of the scenario: names belong to a version, as the steps do. */
  readonly version: number;
  readonly name: string;
  /** In the order in which they stand in the form. */
  readonly steps: readonly { readonly stepId: string; readonly name: string }[];
}

export interface PromptWords {
  readonly name: string;
  /** What is said in it, when it was made of a text; absent as `null`. */
  readonly text?: string | null;
}

export interface UserWords {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  /** What customers see. */
  readonly nickname: string;
  readonly extension: string | null;
  readonly photoFileId: string | null;
  /** Whether customers see the photo; absent: they do. */
  readonly photoForCustomers?: boolean;
}

export interface EntryWords {
  readonly name: string;
  readonly mark: "mobile" | "web";
  readonly phoneNumberRequired: boolean;
  /** Asked before a chat: name -> PHONE, TEXT, EMAIL, FIRST_NAME, LAST_NAME, ACCOUNT, COMPANY. */
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  /** Absent: nothing is hidden. */
  readonly masking?: MaskingRule;
  /** Absent: the usual look (protocol's `usualWidget`). */
  readonly widget?: WidgetSettings;
}
