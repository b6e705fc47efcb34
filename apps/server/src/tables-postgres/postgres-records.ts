import type { Event } from "@patchbay/core";
import type { CalledParty, ContactRow, InteractionData } from "../center/content.js";
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
  tracedChanges,
  WAIT_LOOKED_BACK_MS,
  waitEvents,
} from "../center/records.js";
import { eventOf, type StoredEventRow } from "../journal-postgres/read-events.js";
import type { Database } from "./database.js";
import { PostgresAudit } from "./postgres-audit.js";
import { PostgresCanned } from "./postgres-canned.js";
import { PostgresContacts } from "./postgres-contacts.js";
import { PostgresDirectory } from "./postgres-directory.js";
import { PostgresFollowUps } from "./postgres-follow-ups.js";
import { PostgresPreferences } from "./postgres-preferences.js";
import { PostgresScreenPops } from "./postgres-screen-pops.js";
import { PostgresTranscripts } from "./postgres-transcripts.js";
import { ReadsTogether } from "./reads-together.js";
import {
  CONTACT_COLUMNS,
  type ContactColumns,
  contactOf,
  INTERACTION_COLUMNS,
  type InteractionColumns,
  interactionOf,
  MESSAGE_COLUMNS,
  type MessageColumns,
  messageOf,
} from "./rows.js";
import { readWords } from "./words.js";

/** Without a limit of the caller's own: far more than any transcript has, and not enough to fill the memory. */
const MESSAGES_MAX = 10_000;

/** An app that was closed before its last messages came may still ask for them for this long. */
const POSITIONS_KEPT_MS = 24 * 3_600_000;

/** Word for word as in the index journal_of_changes, or it is not used. */
const CHANGES = tracedChanges.map((type) => `'${type}'`).join(", ");

/** Reading one center's committed rows. Each method is one statement in one transaction. */
export class PostgresRecords implements Records {
  readonly directory: PostgresDirectory;
  readonly followUps: PostgresFollowUps;
  readonly preferences: PostgresPreferences;
  readonly canned: PostgresCanned;
  readonly contacts: PostgresContacts;
  readonly screenPops: PostgresScreenPops;
  readonly transcripts: PostgresTranscripts;
  readonly audit: PostgresAudit;
  readonly #reads: ReadsTogether;

  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {
    this.#reads = new ReadsTogether(database, centerId);
    this.directory = new PostgresDirectory(database, centerId);
    this.followUps = new PostgresFollowUps(database, centerId);
    this.preferences = new PostgresPreferences(database, centerId);
    this.canned = new PostgresCanned(database, centerId);
    this.contacts = new PostgresContacts(database, centerId);
    this.screenPops = new PostgresScreenPops(database, centerId);
    this.transcripts = new PostgresTranscripts(database, centerId);
    this.audit = new PostgresAudit(database, centerId);
  }

  async messages(
    interactionId: string,
    options: { readonly afterSeq?: number; readonly limit?: number } = {},
  ): Promise<StoredMessage[]> {
    const rows = await this.#rows<MessageColumns>(
      `select ${MESSAGE_COLUMNS} from message
        where center_id = $1 and interaction_id = $2 and seq > $3 order by seq limit $4`,
      [interactionId, options.afterSeq ?? 0, options.limit ?? MESSAGES_MAX],
    );
    return rows.map(messageOf);
  }

  async message(interactionId: string, messageId: string): Promise<StoredMessage | undefined> {
    const [row] = await this.#rows<MessageColumns>(
      `select ${MESSAGE_COLUMNS} from message where center_id = $1 and message_id = $2 and interaction_id = $3`,
      [messageId, interactionId],
    );
    return row && messageOf(row);
  }

  async interactionData(interactionId: string): Promise<InteractionData | undefined> {
    const [row] = await this.#rows<{ data: InteractionData }>(
      "select data from interaction_data where center_id = $1 and interaction_id = $2 and erased_at is null",
      [interactionId],
    );
    return row?.data;
  }

  async interaction(interactionId: string): Promise<InteractionRow | undefined> {
    return (await this.#interactions("interaction_id = $2", [interactionId]))[0];
  }

  interactionsOfContact(contactId: string, limit: number): Promise<InteractionRow[]> {
    return this.#interactions("contact_id = $2 order by started_seq desc limit $3", [contactId, limit]);
  }

  interactionsOfCase(caseNumber: number): Promise<InteractionRow[]> {
    return this.#interactions("case_number = $2 order by started_seq", [caseNumber]);
  }

  async latestInteractionOfClient(clientKey: string): Promise<InteractionRow | undefined> {
    return (await this.#interactions("client_key = $2 order by started_seq desc limit 1", [clientKey]))[0];
  }

  async events(interactionId: string, afterSeq = 0): Promise<Event[]> {
    const rows = await this.#rows<StoredEventRow>(
      `select seq, at, type, version, body from journal
        where center_id = $1 and interaction_id = $2 and seq > $3 order by seq`,
      [interactionId, afterSeq],
    );
    return rows.map(eventOf);
  }

  async answersSince(at: number): Promise<Event[]> {
    const rows = await this.#rows<StoredEventRow>(
      `select j.seq, j.at, j.type, j.version, j.body from interaction i
         join journal j on j.center_id = i.center_id and j.interaction_id = i.interaction_id and j.type = any($4)
        where i.center_id = $1 and i.started_at >= $3 and coalesce(i.answered_at, i.ended_at) >= $2 order by j.seq`,
      [at, at - WAIT_LOOKED_BACK_MS, waitEvents],
    );
    return rows.map(eventOf);
  }

  async notes(interactionId: string): Promise<NoteRow[]> {
    const rows = await this.#rows<{ agent_id: string; text: string; updated_at: number }>(
      `select agent_id, text, updated_at from note
        where center_id = $1 and interaction_id = $2 order by updated_at, agent_id`,
      [interactionId],
    );
    return rows.map((row) => ({ agentId: row.agent_id, text: row.text, updatedAt: row.updated_at }));
  }

  async drafts(agentId: string): Promise<DraftRow[]> {
    const rows = await this.#rows<{
      interaction_id: string;
      text: string;
      audience: DraftRow["audience"];
      version: number;
      updated_at: number;
    }>(
      `select interaction_id, text, audience, version, updated_at from draft
        where center_id = $1 and agent_id = $2 order by interaction_id`,
      [agentId],
    );
    return rows.map((row) => ({
      interactionId: row.interaction_id,
      agentId,
      text: row.text,
      audience: row.audience,
      version: row.version,
      updatedAt: row.updated_at,
    }));
  }

  transferNotes(
    interactionId: string,
  ): Promise<{ readonly by: string; readonly text: string; readonly at: number }[]> {
    return this.#rows(
      `select by_agent_id as "by", text, at from transfer_note
        where center_id = $1 and interaction_id = $2 order by number`,
      [interactionId],
    );
  }

  assistanceNotes(interactionId: string): Promise<AssistanceNoteRow[]> {
    return this.#rows<AssistanceNoteRow & Record<string, unknown>>(
      `select note_id as "noteId", kind, by_agent as "by", text from assistance_note
        where center_id = $1 and interaction_id = $2 order by number`,
      [interactionId],
    );
  }

  calledParties(interactionId: string): Promise<CalledParty[]> {
    return this.#rows<{ legId: string; number: string; name: string }>(
      `select leg_id as "legId", number, name from called_party
        where center_id = $1 and interaction_id = $2 and erased_at is null order by leg_id`,
      [interactionId],
    );
  }

  async payments(interactionId: string): Promise<PaymentRow[]> {
    const rows = await this.#rows<
      Omit<PaymentRow, "minor" | "at"> & { readonly minor: string; readonly at: string }
    >(
      `select payment_id as "paymentId", outcome, amount_minor as minor, currency, code, reference,
              agent_id as "agentId", at
         from payment where center_id = $1 and interaction_id = $2 order by at, payment_id`,
      [interactionId],
    );
    return rows.map((row) => ({ ...row, minor: Number(row.minor), at: Number(row.at) }));
  }

  async surveyAnswer(interactionId: string): Promise<SurveyAnswerRow | undefined> {
    const [row] = await this.#rows<{ stars: number; comment: string; at: string }>(
      `select stars, comment, answered_at as at from survey_answer
        where center_id = $1 and interaction_id = $2`,
      [interactionId],
    );
    return row && { ...row, at: Number(row.at) };
  }

  async contact(contactId: string): Promise<ContactRow | undefined> {
    return (await this.#contacts("where c.center_id = $1 and c.contact_id = $2", contactId))[0];
  }

  async contactOfClient(clientKey: string): Promise<ContactRow | undefined> {
    const [contact] = await this.#contacts(
      "join contact_client k using (center_id, contact_id) where k.center_id = $1 and k.client_key = $2",
      clientKey,
    );
    return contact;
  }

  contactsByPhone(phone: string): Promise<ContactRow[]> {
    return this.#contacts(
      `join contact_phone p using (center_id, contact_id) where p.center_id = $1 and p.e164 = $2 and c.merged_into is null
       order by c.created_at, c.contact_id`,
      phone,
    );
  }

  async scenarioWords(scenarioId: string): Promise<ReadonlyMap<number, ScenarioWords>> {
    const rows = await this.#rows<ScenarioWords & Record<string, unknown>>(
      "select version, name, steps from scenario_words where center_id = $1 and scenario_id = $2 order by version",
      [scenarioId],
    );
    return new Map(rows.map(({ version, name, steps }) => [version, { version, name, steps }]));
  }

  async configurationEvents<Type extends TracedChange>(types: readonly Type[]): Promise<ChangeOf<Type>[]> {
    const rows = await this.#rows<StoredEventRow>(
      `select seq, at, type, version, body from journal
        where center_id = $1 and type in (${CHANGES}) and type = any($2::text[]) order by seq`,
      [types],
    );
    return rows.map(eventOf) as ChangeOf<Type>[];
  }

  words(): Promise<CenterWords> {
    return readWords(this.database, this.centerId);
  }

  /** Read once, at start: a good moment to forget those of interactions that were over a day before. */
  async pollPositions(): Promise<ReadonlyMap<string, number>> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `delete from poll_position p using interaction i, center_writer w
          where p.center_id = $1 and i.center_id = $1 and w.center_id = $1
            and i.interaction_id = p.interaction_id and i.status = 'completed'
            and i.ended_at < w.last_seen_at - ${POSITIONS_KEPT_MS}`,
        [this.centerId],
      ),
    );
    const rows = await this.#rows<{ interaction_id: string; seq: number }>(
      "select interaction_id, seq from poll_position where center_id = $1",
    );
    return new Map(rows.map((row) => [row.interaction_id, row.seq]));
  }

  async savePollPositions(positions: ReadonlyMap<string, number>): Promise<void> {
    if (positions.size === 0) return;
    await this.database.withCenter(this.centerId, async (tx) => {
      // Late by a second at the most is what the port allows; the disk need not be waited for.
      await tx.run("set local synchronous_commit = off");
      await tx.run(
        `insert into poll_position as p (center_id, interaction_id, seq)
         select $1, i, s from unnest($2::text[], $3::bigint[]) as u(i, s)
         on conflict (center_id, interaction_id) do update set seq = greatest(p.seq, excluded.seq)`,
        [this.centerId, [...positions.keys()], [...positions.values()]],
      );
    });
  }

  async #interactions(condition: string, values: readonly unknown[]): Promise<InteractionRow[]> {
    const rows = await this.#rows<InteractionColumns>(
      `select ${INTERACTION_COLUMNS} from interaction where center_id = $1 and ${condition}`,
      values,
    );
    return rows.map(interactionOf);
  }

  async #contacts(rest: string, value: string): Promise<ContactRow[]> {
    const rows = await this.#rows<ContactColumns>(`select ${CONTACT_COLUMNS} from contact c ${rest}`, [
      value,
    ]);
    return rows.map(contactOf);
  }

  /** Every statement's first value is the center. */
  #rows<Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#reads.rows<Row>(text, [this.centerId, ...values]);
  }
}
