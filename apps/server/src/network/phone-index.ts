import { e164sOf, type PhoneCountry } from "../center/phone-number.js";
import type { Database } from "../tables-postgres/index.js";

/** Contacts at once: a transaction of some milliseconds, and others get their turn. */
const PAGE = 500;

/** By which numbers contacts are found, and for which country they were read; a new country has them read anew. */
export class PhoneIndex {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  /** The country of the last time that all contacts were read. */
  async country(): Promise<string> {
    const [setup] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<{ country: string }>(
        "select indexed_country as country from network_setup where center_id = $1",
        [this.centerId],
      ),
    );
    return setup?.country ?? "US";
  }

  /**
   * Reads the numbers of all contacts for this country. Safe to break off: it is remembered at its end, and begun anew.
   *
   * @param wanted asked after each page; it ends when another country is wanted meanwhile
   * @returns whether it came to its end
   */
  async read(country: PhoneCountry, wanted: () => PhoneCountry): Promise<boolean> {
    let after = "";
    for (;;) {
      if (wanted() !== country) return false;
      const last = await this.page(after, country);
      if (last === null) break;
      after = last;
    }
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into network_setup (center_id, revision, indexed_country) values ($1, 0, $2)
         on conflict (center_id) do update set indexed_country = excluded.indexed_country`,
        [this.centerId, country],
      ),
    );
    return true;
  }

  /** @returns the last contact of the page; `null`: there was none */
  private page(after: string, country: PhoneCountry): Promise<string | null> {
    return this.database.withCenter(this.centerId, async (tx) => {
      // Locked, so that no change of theirs comes in between.
      const rows = await tx.rows<{ contact_id: string; phones: string[] }>(
        `select contact_id, phones from contact where center_id = $1 and contact_id > $2
          order by contact_id limit ${PAGE} for update`,
        [this.centerId, after],
      );
      const numbers = rows.flatMap(({ contact_id: contactId, phones }) =>
        e164sOf(phones, country).map((e164) => ({ contactId, e164 })),
      );
      await tx.run("delete from contact_phone where center_id = $1 and contact_id = any($2::text[])", [
        this.centerId,
        rows.map(({ contact_id }) => contact_id),
      ]);
      await tx.run(
        `insert into contact_phone (center_id, e164, contact_id)
         select $1, r.e164, r."contactId" from jsonb_to_recordset($2::jsonb) as r(e164 text, "contactId" text)
         on conflict do nothing`,
        [this.centerId, JSON.stringify(numbers)],
      );
      return rows.at(-1)?.contact_id ?? null;
    });
  }
}
