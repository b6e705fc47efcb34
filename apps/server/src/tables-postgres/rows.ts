import type { ContactRecord } from "../center/contact-records.js";
import type { ContactRow, MessageBody } from "../center/content.js";
import type { InteractionRow, StoredMessage } from "../center/records.js";

/** Columns of the tables as rows bring them, and what they are called inside. Aliases, as rows need an index. */
export const MESSAGE_COLUMNS = `interaction_id, seq, message_id, at, sender, party_id, audience, body,
  client_message_id, delivered_at, read_at, erased_at`;

export type MessageColumns = {
  readonly interaction_id: string;
  readonly seq: number;
  readonly message_id: string;
  readonly at: number;
  readonly sender: string;
  readonly party_id: string | null;
  readonly audience: "all" | "team";
  readonly body: MessageBody;
  readonly client_message_id: string | null;
  readonly delivered_at: number | null;
  readonly read_at: number | null;
  readonly erased_at: number | null;
};

export function messageOf(row: MessageColumns): StoredMessage {
  return {
    messageId: row.message_id,
    interactionId: row.interaction_id,
    seq: row.seq,
    at: row.at,
    from: row.sender,
    partyId: row.party_id,
    audience: row.audience,
    body: row.erased_at === null ? row.body : { kind: "text", text: "" },
    clientMessageId: row.client_message_id,
    deliveredAt: row.delivered_at,
    readAt: row.read_at,
    erasedAt: row.erased_at,
  };
}

export const INTERACTION_COLUMNS = `interaction_id, contact_id, client_key, entry_id, service_id,
  requested_service_id, channel, case_number, status, started_at, answered_at, ended_at, end_cause,
  disposition_id, agent_ids, message_count`;

export type InteractionColumns = {
  readonly interaction_id: string;
  readonly contact_id: string;
  readonly client_key: string;
  readonly entry_id: string;
  readonly service_id: string;
  readonly requested_service_id: string | null;
  readonly channel: InteractionRow["channel"];
  readonly case_number: number;
  readonly status: InteractionRow["status"];
  readonly started_at: number;
  readonly answered_at: number | null;
  readonly ended_at: number | null;
  readonly end_cause: string | null;
  readonly disposition_id: string | null;
  readonly agent_ids: string[];
  readonly message_count: number;
};

export function interactionOf(row: InteractionColumns): InteractionRow {
  return {
    interactionId: row.interaction_id,
    contactId: row.contact_id,
    clientKey: row.client_key,
    entryId: row.entry_id,
    serviceId: row.service_id,
    channel: row.channel,
    caseNumber: row.case_number,
    status: row.status,
    startedAt: row.started_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    endCause: row.end_cause,
    dispositionId: row.disposition_id,
    agentIds: row.agent_ids,
    messageCount: row.message_count,
  };
}

export const CONTACT_COLUMNS = `c.contact_id, c.first_name, c.last_name, c.phones, c.emails, c.account,
  c.created_at, c.version as contact_version, c.details, c.merged_into`;

export type ContactColumns = {
  readonly contact_id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phones: string[];
  readonly emails: string[];
  readonly account: string | null;
  readonly created_at: number;
  /** Of joins that bring names alone: absent. */
  readonly contact_version?: number;
  readonly details?: Omit<ContactRecord, "version" | "mergedInto"> | null;
  readonly merged_into?: string | null;
};

export function contactOf(row: ContactColumns): ContactRow {
  return {
    contactId: row.contact_id,
    firstName: row.first_name,
    lastName: row.last_name,
    phones: row.phones,
    emails: row.emails,
    account: row.account,
    createdAt: row.created_at,
    ...(row.details == null
      ? {}
      : {
          record: { ...row.details, version: row.contact_version ?? 0, mergedInto: row.merged_into ?? null },
        }),
  };
}
