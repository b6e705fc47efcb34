import type { Profile } from "@patchbay/protocol";
import type { Database } from "../tables-postgres/database.js";
import type { ProfileRow, ProfileStore } from "./profile-store.js";

/** An alias and not an interface: only that fits a row's index signature. */
type Columns = {
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly title: string;
  readonly nickname: string;
  readonly languages: string[];
  readonly about: string;
  readonly photo_for_customers: boolean;
  readonly extension: string | null;
  readonly photo_file_id: string | null;
};

/** Profiles in the table `user_account` of one center. */
export class PostgresProfiles implements ProfileStore {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  async of(agentId: string): Promise<ProfileRow | undefined> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Columns>(
        `select username, first_name, last_name, title, nickname, languages, about, photo_for_customers, extension,
                photo_file_id
           from user_account where center_id = $1 and agent_id = $2`,
        [this.centerId, agentId],
      ),
    );
    return (
      row && {
        profile: {
          firstName: row.first_name,
          lastName: row.last_name,
          title: row.title,
          nickname: row.nickname,
          languages: row.languages,
          about: row.about,
          photoForCustomers: row.photo_for_customers,
        },
        username: row.username,
        extension: row.extension,
        photoFileId: row.photo_file_id,
      }
    );
  }

  async change(agentId: string, profile: Profile): Promise<void> {
    const { firstName, lastName, title, nickname, languages, about, photoForCustomers } = profile;
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `update user_account set first_name = $3, last_name = $4, title = $5, nickname = $6, languages = $7, about = $8,
                photo_for_customers = $9
          where center_id = $1 and agent_id = $2`,
        [this.centerId, agentId, firstName, lastName, title, nickname, languages, about, photoForCustomers],
      ),
    );
  }

  async setPhoto(agentId: string, fileId: string | null): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run("update user_account set photo_file_id = $3 where center_id = $1 and agent_id = $2", [
        this.centerId,
        agentId,
        fileId,
      ]),
    );
  }
}
