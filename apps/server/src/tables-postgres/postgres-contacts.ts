import type { ContactLikeness } from "@patchbay/protocol";
import type { AlikeRow, ContactChange, ContactMerge, ContactRecords } from "../center/contact-records.js";
import { emailWord } from "../center/contact-words.js";
import type { ContactRow } from "../center/content.js";
import type { Database, Tx } from "./database.js";
import { CONTACT_COLUMNS, type ContactColumns, contactOf } from "./rows.js";

const MERGE_COLUMNS = `merge_id as "mergeId", from_id as "fromId", into_id as "intoId", at, by_agent_id as "by",
  before, after, interaction_ids as "interactionIds", undone_at as "undoneAt"`;

/** What was done with contacts, in the tables of one center. */
export class PostgresContacts implements ContactRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async change(changeId: string): Promise<ContactChange | undefined> {
    const [row] = await this.#rows<{ change: ContactChange }>(
      "select change from contact_change where center_id = $1 and change_id = $2 limit 1",
      [changeId],
    );
    return row?.change;
  }

  async changes(contactId: string, limit: number): Promise<ContactChange[]> {
    const rows = await this.#rows<{ change: ContactChange }>(
      "select change from contact_change where center_id = $1 and contact_id = $2 order by number desc limit $3",
      [contactId, limit],
    );
    return rows.map(({ change }) => change);
  }

  async byEmail(email: string): Promise<ContactRow[]> {
    const rows = await this.#rows<ContactColumns>(
      `select ${CONTACT_COLUMNS} from contact c
        where c.center_id = $1 and c.erased_at is null and c.merged_into is null
          and c.contact_id in (
            select w.contact_id from contact_word w where w.center_id = $1 and w.word = $2)
          and exists (select from unnest(c.emails) e where lower(e) = $3)
        order by c.created_at, c.contact_id`,
      [emailWord(email), email.toLowerCase()],
    );
    return rows.map(contactOf);
  }

  async alike(contactId: string, limit: number): Promise<AlikeRow[]> {
    const [own] = await this.#rows<{ emails: string[] }>(
      "select emails from contact where center_id = $1 and contact_id = $2",
      [contactId],
    );
    if (own === undefined) return [];
    const rows = await this.#rows<
      ContactColumns & { why: ContactLikeness[]; interactions: number; last_at: number | null }
    >(
      `with found as (
         select q.contact_id, 'phone' as why from contact_phone p join contact_phone q using (center_id, e164)
          where p.center_id = $1 and p.contact_id = $2
         union
         select k.contact_id, 'email' from contact k
          where k.center_id = $1 and exists (select from unnest(k.emails) e where lower(e) = any($4::text[]))
            and k.contact_id in (
              select w.contact_id from contact_word w where w.center_id = $1 and w.word = any($3::text[]))
         union
         select i.contact_id, 'client' from contact_client t join interaction i using (center_id, client_key)
          where t.center_id = $1 and t.contact_id = $2
         union
         select t.contact_id, 'client' from interaction i join contact_client t using (center_id, client_key)
          where i.center_id = $1 and i.contact_id = $2
       ), by_contact as (
         select contact_id, array_agg(why order by why desc) as why from found
          where contact_id <> $2 group by contact_id
       )
       select ${CONTACT_COLUMNS}, b.why, l.interactions, l.last_at
         from by_contact b
         join contact c on c.center_id = $1 and c.contact_id = b.contact_id
         cross join lateral (
           select count(*)::integer as interactions, max(i.started_at) as last_at
             from interaction i where i.center_id = $1 and i.contact_id = b.contact_id) l
        where c.erased_at is null and c.merged_into is null
        order by l.interactions desc, c.created_at, c.contact_id limit $5`,
      [contactId, own.emails.map(emailWord), own.emails.map((email) => email.toLowerCase()), limit],
    );
    return rows.map((row) => ({
      contact: contactOf(row),
      why: row.why,
      interactions: row.interactions,
      lastAt: row.last_at,
    }));
  }

  async tookPart(contactId: string, agentId: string): Promise<boolean> {
    const rows = await this.#rows(
      `select from interaction where center_id = $1 and contact_id = $2 and $3 = any(agent_ids) limit 1`,
      [contactId, agentId],
    );
    return rows.length > 0;
  }

  async merge(mergeId: string): Promise<ContactMerge | undefined> {
    const [row] = await this.#rows<Row<ContactMerge>>(
      `select ${MERGE_COLUMNS} from contact_merge where center_id = $1 and merge_id = $2`,
      [mergeId],
    );
    return row;
  }

  mergesInto(contactId: string, after: number): Promise<ContactMerge[]> {
    return this.#rows<Row<ContactMerge>>(
      `select ${MERGE_COLUMNS} from contact_merge
        where center_id = $1 and into_id = $2 and at > $3 and undone_at is null order by at desc, merge_id`,
      [contactId, after],
    );
  }

  async belonging(interactionIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#rows<{ interaction_id: string; contact_id: string }>(
      `select i.interaction_id, coalesce(c.merged_into, i.contact_id) as contact_id
         from interaction i left join contact c on c.center_id = i.center_id and c.contact_id = i.contact_id
        where i.center_id = $1 and i.interaction_id = any($2::text[])`,
      [interactionIds],
    );
    return new Map(rows.map((row) => [row.interaction_id, row.contact_id]));
  }

  /** Every statement's first value is the center. */
  #rows<Found extends Record<string, unknown>>(text: string, values: readonly unknown[]): Promise<Found[]> {
    return this.database.withCenter(this.centerId, (tx: Tx) =>
      tx.rows<Found>(text, [this.centerId, ...values]),
    );
  }
}

/** An interface as what rows need to be: with an index. */
type Row<Of> = { [Key in keyof Of]: Of[Key] };
