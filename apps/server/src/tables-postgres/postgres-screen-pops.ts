import type { SavedScreenPop, ScreenPopRecords } from "../center/screen-pop-records.js";
import type { Database } from "./database.js";

type Row = { [Key in keyof SavedScreenPop]: SavedScreenPop[Key] };

const COLUMNS = `service_id as "serviceId", version, form, changed_at as "changedAt", changed_by as "changedBy"`;

/** What stands beside interactions, in the tables of one center. */
export class PostgresScreenPops implements ScreenPopRecords {
  constructor(
    private readonly database: Database,
    private readonly centerId: string,
  ) {}

  all(): Promise<SavedScreenPop[]> {
    return this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>(`select ${COLUMNS} from screen_pop where center_id = $1 order by service_id`, [
        this.centerId,
      ]),
    );
  }

  async ofService(serviceId: string): Promise<SavedScreenPop | undefined> {
    const [row] = await this.database.withCenter(this.centerId, (tx) =>
      tx.rows<Row>(`select ${COLUMNS} from screen_pop where center_id = $1 and service_id = $2`, [
        this.centerId,
        serviceId,
      ]),
    );
    return row;
  }

  async put({ serviceId, version, form, changedAt, changedBy }: SavedScreenPop): Promise<boolean> {
    const values = [this.centerId, serviceId, version, JSON.stringify(form), changedAt, changedBy];
    const touched = await this.database.withCenter(this.centerId, (tx) =>
      tx.run(
        version === 1
          ? `insert into screen_pop (center_id, service_id, version, form, changed_at, changed_by)
             values ($1, $2, $3, $4, $5, $6) on conflict do nothing`
          : `update screen_pop set version = $3, form = $4, changed_at = $5, changed_by = $6
              where center_id = $1 and service_id = $2 and version = $3::integer - 1`,
        values,
      ),
    );
    return touched > 0;
  }
}
