import { promisify } from "node:util";
import { gunzip, gzipSync } from "node:zlib";
import type { StoredSnapshot } from "../center/journal.js";
import type { Database, Tx } from "../tables-postgres/database.js";

/** How many are kept in any case: the newest, and two to fall back to. */
export const SNAPSHOTS_KEPT = 3;
/** Of those before them one in so many events is kept, so that the way to any moment of the past is no longer. */
export const SNAPSHOT_RUNG_EVENTS = 50_000;
/** Which of these stretches a sequence lies in. */
export const snapshotRung = (seq: number): number => Math.floor(seq / SNAPSHOT_RUNG_EVENTS);
/** The form of the `state` bytes: gzip of JSON. The form of the JSON is the core's own and checked by its readState. */
const PACKING_VERSION = 1;

const unpack = promisify(gunzip);

/** The newest snapshot below `beforeSeq` whose bytes are whole, and how many damaged ones were passed over. */
export async function snapshotBelow(
  tx: Tx,
  centerId: string,
  beforeSeq: number,
): Promise<{
  readonly snapshot: (StoredSnapshot & { readonly hash: string }) | null;
  readonly damaged: number;
}> {
  let below = beforeSeq;
  for (let damaged = 0; ; damaged++) {
    const [row] = await tx.rows<{ seq: number; schema_version: number; hash: string; state: Buffer }>(
      `select seq, schema_version, hash, state from snapshot
        where center_id = $1 and seq < $2 order by seq desc limit 1`,
      [centerId, below],
    );
    if (row === undefined) return { snapshot: null, damaged };
    below = row.seq;
    if (row.schema_version !== PACKING_VERSION) continue;
    try {
      const state: unknown = JSON.parse((await unpack(row.state)).toString("utf8"));
      return { snapshot: { seq: row.seq, state, hash: row.hash }, damaged };
    } catch {
      // Damaged bytes: an older snapshot, or in the end the whole journal, says the same.
    }
  }
}

/** Stores one and lets those go that nobody needs any more. Storing the same sequence again changes nothing. */
export async function storeSnapshot(
  database: Database,
  centerId: string,
  snapshot: { readonly seq: number; readonly state: unknown; readonly hash: string },
): Promise<{ readonly bytes: number }> {
  const packed = gzipSync(JSON.stringify(snapshot.state), { level: 1 });
  await database.withCenter(centerId, async (tx) => {
    await tx.run(
      `insert into snapshot (center_id, seq, schema_version, hash, state) values ($1, $2, $3, $4, $5)
       on conflict (center_id, seq) do update set schema_version = excluded.schema_version,
         hash = excluded.hash, state = excluded.state, made_at = now()`,
      [centerId, snapshot.seq, PACKING_VERSION, snapshot.hash, packed],
    );
    await tx.run(
      `delete from snapshot where center_id = $1
          and seq not in (select seq from snapshot where center_id = $1 order by seq desc limit $2)
          and seq not in (select min(seq) from snapshot where center_id = $1 and seq >= $3::bigint group by seq / $3::bigint)`,
      [centerId, SNAPSHOTS_KEPT, SNAPSHOT_RUNG_EVENTS],
    );
  });
  return { bytes: packed.length };
}
