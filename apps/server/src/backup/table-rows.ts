import type pg from "pg";

/** Rows that are fetched at a time, and at most so many bytes of them in one part. */
const ROWS = 1_000;
const PART_BYTES = 4 * 1024 * 1024;

/** Tables of Kysely's own are made by the migrations again. */
const isOurs = (table: string): boolean => !table.startsWith("kysely_");

/** Ours, by name. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = current_schema() order by 1",
  );
  return rows.map(({ name }) => name).filter(isOurs);
}

export async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  return rows.map(({ name }) => name);
}

/**
 * The rows of one table as lines of JSON, in parts of some megabytes. Within a transaction of `repeatable read` all tables
 * are of one moment.
 */
export async function* rowsOf(
  client: pg.Client,
  table: string,
): AsyncGenerator<{
  readonly bytes: Buffer;
  readonly rows: number;
}> {
  const name = client.escapeIdentifier(table);
  await client.query(
    `declare backup_rows no scroll cursor for select row_to_json(t)::text as line from ${name} t`,
  );
  let lines: string[] = [];
  let size = 0;
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${ROWS} from backup_rows`);
    for (const { line } of rows) {
      lines.push(line);
      size += line.length;
    }
    if (rows.length === 0) break;
    if (size < PART_BYTES) continue;
    yield { bytes: Buffer.from(`${lines.join("\n")}\n`), rows: lines.length };
    lines = [];
    size = 0;
  }
  if (lines.length > 0) yield { bytes: Buffer.from(`${lines.join("\n")}\n`), rows: lines.length };
  await client.query("close backup_rows");
}

/** Puts lines back into a table that is empty. What the database computes by itself is left to it. @returns how many rows */
export async function putRows(client: pg.Client, table: string, lines: Buffer): Promise<number> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [client.escapeIdentifier(table)],
  );
  const names = columns.map(({ name }) => client.escapeIdentifier(name)).join(", ");
  const texts = lines
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  let put = 0;
  for (let at = 0; at < texts.length; at += ROWS) {
    const { rowCount } = await client.query(
      `insert into ${client.escapeIdentifier(table)} (${names}) overriding system value
       select ${names} from json_populate_recordset(null::${client.escapeIdentifier(table)}, $1::json)`,
      [`[${texts.slice(at, at + ROWS).join(",")}]`],
    );
    put += rowCount ?? 0;
  }
  return put;
}

/** Counters go on behind the highest number that there is. */
export async function setCounters(client: pg.Client, table: string): Promise<void> {
  const { rows } = await client.query<{ name: string; sequence: string }>(
    `select attname as name, pg_get_serial_sequence($1, attname) as sequence from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped
        and pg_get_serial_sequence($1, attname) is not null`,
    [client.escapeIdentifier(table)],
  );
  for (const { name, sequence } of rows)
    await client.query(
      `select setval($1, coalesce((select max(${client.escapeIdentifier(name)}) from ${client.escapeIdentifier(table)}), 0) + 1, false)`,
      [sequence],
    );
}
