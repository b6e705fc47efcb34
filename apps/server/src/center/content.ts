import type { AgentMessageKind, CustomerMessageKind, PaymentOutcome } from "@patchbay/core";
import type { AlertRulesSet, StandingAlert } from "../alerts/index.js";
import type { AuditRow } from "./audit-records.js";
import type {
  ContactChange,
  ContactMergeWrite,
  ContactRecord,
  ContactUnmergeWrite,
} from "./contact-records.js";
import type {
  EntryWords,
  PromptWords,
  RoleWords,
  ScenarioWords,
  ScheduleWords,
  ServiceWords,
  UserWords,
} from "./records.js";

/** Who gets to read what an agent writes: everybody in the interaction, or colleagues alone (a whisper). */
export type Audience = "all" | "team";

/**
 * Content: what people wrote, sent and are called. It is written in the transaction of the command that it came
 * with, and only when the core accepted that command. It never enters an event.
 */
export type ContentWrite =
  | { readonly table: "message"; readonly row: MessageRow }
  /** The interaction's facts from the customer's app, as given with POST chats; one per interaction. */
  | { readonly table: "interaction_data"; readonly interactionId: string; readonly data: InteractionData }
  | {
      readonly table: "note";
      readonly interactionId: string;
      readonly agentId: string;
      readonly text: string;
    }
  /**
   * What an agent typed and did not send, and for whom. An empty text removes it. `version` grows; an older one is
   * ignored.
   */
  | {
      readonly table: "draft";
      readonly interactionId: string;
      readonly agentId: string;
      readonly text: string;
      readonly audience: Audience;
      readonly version: number;
    }
  /** `change`: what was changed by hand. A row of an older version than the stored one is left out, with its change. */
  | { readonly table: "contact"; readonly row: ContactRow; readonly change?: ContactChange }
  /**
   * Everything of one contact becomes the other's. Comes with both rows, and is left out when one of them was.
   */
  | ({ readonly table: "contact_merge" } & ContactMergeWrite)
  /** What a merge has moved goes back. Comes with both rows, and is left out when the one that was merged was. */
  | ({ readonly table: "contact_unmerge" } & ContactUnmergeWrite)
  /** Ties an installed app to a contact, so that it is known at its next visit. */
  | { readonly table: "contact_client"; readonly clientKey: string; readonly contactId: string }
  /** A file belongs to this interaction from now on. */
  | {
      readonly table: "file_use";
      readonly fileId: string;
      readonly interactionId: string;
      readonly messageId: string;
    }
  | {
      readonly table: "transfer_note";
      readonly interactionId: string;
      readonly by: string;
      readonly text: string;
    }
  | ({ readonly table: "called_party"; readonly interactionId: string } & CalledParty)
  | ({ readonly table: "payment"; readonly interactionId: string } & Payment)
  /** The customer's answer to the survey; a later one replaces it. */
  | {
      readonly table: "survey_answer";
      readonly interactionId: string;
      readonly stars: number;
      readonly comment: string;
    }
  /** What an agent says when asking for a supervisor, or a supervisor when it is resolved; may be empty. */
  | AssistanceNote
  | WordsWrite;

export interface AssistanceNote {
  readonly table: "assistance_note";
  readonly interactionId: string;
  readonly noteId: string;
  readonly kind: "asked" | "resolved";
  readonly by: string;
  readonly text: string;
}

/** What came of a card payment: no digit of the card. */
export interface Payment {
  /** What the processor was asked under. */
  readonly paymentId: string;
  readonly outcome: PaymentOutcome;
  /** A whole number of the currency's smallest unit. */
  readonly minor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Why it was not approved; `null`: it was, or nobody said. */
  readonly code: string | null;
  /** The processor's own word for it. */
  readonly reference: string | null;
  /** Who gave the caller to the application; `null`: the journal does not say. */
  readonly agentId: string | null;
}

/** A number that an agent has called into a call: the core knows its leg, and nothing else of it. */
export interface CalledParty {
  readonly legId: string;
  /** As the network takes it. */
  readonly number: string;
  /** As whoever called it knew it; may be empty. */
  readonly name: string;
}

/** What an administrator calls things, written together with the change of the things. */
export type WordsWrite =
  | { readonly table: "entry_words"; readonly entryId: string; readonly words: EntryWords }
  | { readonly table: "service_words"; readonly serviceId: string; readonly words: ServiceWords }
  /** `null`: gone; the name stays for what was. */
  | { readonly table: "user_words"; readonly agentId: string; readonly words: UserWords | null }
  | {
      readonly table: "team_words";
      readonly teamId: string;
      readonly words: { readonly name: string } | null;
    }
  | { readonly table: "role_words"; readonly roleId: string; readonly words: RoleWords | null }
  | {
      readonly table: "disposition_words";
      readonly dispositionId: string;
      readonly words: { readonly name: string };
    }
  | {
      readonly table: "reason_words";
      readonly reasonId: string;
      readonly words: { readonly name: string; readonly icon: string };
    }
  | { readonly table: "schedule_words"; readonly scheduleId: string; readonly words: ScheduleWords }
  /** `null`: there is no such skill any more. */
  | {
      readonly table: "skill_words";
      readonly skillId: string;
      readonly words: { readonly name: string } | null;
    }
  | { readonly table: "scenario_words"; readonly scenarioId: string; readonly words: ScenarioWords }
  | { readonly table: "prompt_words"; readonly promptId: string; readonly words: PromptWords }
  /** Why a supervisor sets an agent's state; empty: nothing was said. */
  | { readonly table: "presence_note"; readonly agentId: string; readonly by: string; readonly text: string }
  /** When supervisors are alerted. */
  | { readonly table: "alert_rules"; readonly set: AlertRulesSet }
  /** Every alert that is up. */
  | { readonly table: "standing_alerts"; readonly alerts: readonly StandingAlert[] }
  /** Who made the change that it comes with. */
  | { readonly table: "audit_entry"; readonly row: AuditRow };

/** One message of a transcript. `body` by `kind`; see MessageBody. */
export interface MessageRow {
  readonly messageId: string;
  readonly interactionId: string;
  /** `customer`, or the agent's id. */
  readonly from: string;
  readonly partyId: string | null;
  readonly audience: "all" | "team";
  readonly body: MessageBody;
  /** The id that the sender gave it, opaque and not unique (wire: msg_id). */
  readonly clientMessageId: string | null;
}

/** `masked`: something in it was hidden before it was stored (decision 0215). */
export type MessageBody = MessageKindBody & { readonly masked?: true };

type MessageKindBody =
  | {
      readonly kind: "text";
      readonly text: string /** HTML as sent by an app; never shown unsanitised. */;
      readonly html?: string;
    }
  | {
      readonly kind: "file";
      readonly fileId: string;
      readonly name: string;
      readonly mediaType: string;
      readonly bytes: number;
      readonly image: { readonly width: number; readonly height: number } | null;
    }
  | {
      readonly kind: "location";
      readonly latitude: number;
      readonly longitude: number;
      /** Metres; `null` unknown. */
      readonly accuracy: number | null;
      readonly address: string | null;
      readonly url: string | null;
    }
  | {
      readonly kind: "form";
      readonly formName: string;
      readonly formRequestId: string;
      readonly fields: Readonly<Record<string, string>>;
    }
  | { readonly kind: "navigation"; readonly title: string; readonly page: string }
  | {
      readonly kind: "form_request";
      /** Empty: the customer's next text is the answer. */
      readonly formName: string;
      readonly timeoutSeconds: number;
      readonly secure: boolean;
    }
  | { readonly kind: "form_withdrawal"; readonly formName: string; readonly formRequestId: string }
  | {
      readonly kind: "secure_form";
      readonly formName: string;
      readonly formRequestId: string;
      /** Never what was put in: there is no place yet where that would be safe. */
      readonly fieldNames: readonly string[];
    }
  | { readonly kind: "form_declined"; readonly formName: string; readonly formRequestId: string }
  /** The customer asks to be called there, in E.164. */
  | { readonly kind: "call_request"; readonly number: string }
  | { readonly kind: "cobrowsing_request" }
  | {
      readonly kind: "cobrowsing";
      readonly step: "rejected" | "started" | "ended";
      readonly providerType: string;
      /** http or https. */
      readonly url: string | null;
    };

/** What a customer's app may say. */
export type CustomerBody = Extract<MessageBody, { readonly kind: CustomerMessageKind }>;
/** What an agent may say. */
export type AgentBody = Extract<MessageBody, { readonly kind: AgentMessageKind }>;

/**
 * The id under which an app answers a form: the place of the request in the journal, which is unique in the center, cut
 * to what fits the 32-bit integer that the Android SDK reads. Within one chat it stays unique.
 */
export const formRequestIdOf = (seq: number): string => String(seq % 2 ** 31);

export interface InteractionData {
  /** As sent: `phone_number`, `from`, and the map `parameters` flattened to texts; nested objects as JSON text. */
  readonly phoneNumber: string | null;
  readonly from: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly channelMark: "mobile" | "web";
  /** Of a call out: keys and pauses that go into the line when it is answered. Absent: none. */
  readonly keysWhenAnswered?: string;
}

export interface ContactRow {
  readonly contactId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** Account or policy number. */
  readonly account: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Absent as long as nobody has changed it by hand. */
  readonly record?: ContactRecord;
}
