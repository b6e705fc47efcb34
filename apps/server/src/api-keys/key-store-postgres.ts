import { apiKeyFormSchema } from "@patchbay/protocol";
import type { Database } from "../tables-postgres/index.js";
import type { ApiKeyStore, StoredApiKey } from "./key-store.js";

type Row = Omit<{ [Key in keyof StoredApiKey]: StoredApiKey[Key] }, "form"> & { readonly form: unknown };

const COLUMNS = `key_id as "keyId", prefix, hash, form, created_at as "createdAt", created_by as "createdBy",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt", revoked_by as "revokedBy"`;

/** Keys of programs, in the table of one center. */
export class PostgresApiKeys implements ApiKeyStore {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  all(): Promise<StoredApiKey[]> {
    return this.#rows("true", []);
  }

  async byPrefix(prefix: string): Promise<StoredApiKey | undefined> {
    return (await this.#rows("prefix = $2", [prefix]))[0];
  }

  async add({ keyId, prefix, hash, form, createdAt, createdBy }: StoredApiKey): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `insert into api_key (center_id, key_id, prefix, hash, form, created_at, created_by)
         values ($1, $2, $3, $4, $5::jsonb, $6, $7)`,
        [this.centerId, keyId, prefix, hash, JSON.stringify(form), createdAt, createdBy],
      ),
    );
  }

  async revoke(keyId: string, at: number, by: string): Promise<boolean> {
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        `update api_key set revoked_at = $3, revoked_by = $4
          where center_id = $1 and key_id = $2 and revoked_at is null`,
        [this.centerId, keyId, at, by],
      ),
    );
    return touched > 0;
  }

  async used(keyId: string, at: number): Promise<void> {
    await this.database.withCenter(this.centerId, (tx) =>
      tx.run("update api_key set last_used_at = $3 where center_id = $1 and key_id = $2", [
        this.centerId,
        keyId,
        at,
      ]),
    );
  }

  async #rows(where: string, values: readonly unknown[]): Promise<StoredApiKey[]> {
    const rows = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>(`select ${COLUMNS} from api_key where center_id = $1 and ${where}`, [
        this.centerId,
        ...values,
      ]),
    );
    return rows.map((row) => ({ ...row, form: apiKeyFormSchema.parse(row.form) }));
  }
}
