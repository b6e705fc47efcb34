/**
 * How long looking up interactions takes among very many of them, on an embedded PostgreSQL of its own.
 *
 *   npx tsx bench/search.ts DATA_DIR [--interactions 1000000] [--runs 20] [--keep]
 *
 * Fills a database of one center with interactions of two years, three messages each and some with notes, surveys,
 * transfers and calls; words follow Zipf's law as those of a language do. The rows are made inside the database; the index is
 * made by the server's own follower, whose speed is told. Then it asks what people ask, each time for something else, and prints the
 * median and the 95th percentile of a page and of its count, as the server's role under row level security. DATA_DIR is new and
 * is deleted at the end; with --keep it stays and is used again. A million takes some minutes and 4 GB.
 */
import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { type RecordsQuery, recordsQuerySchema } from "@patchbay/protocol";
import pg from "pg";
import { InteractionSearch, type Scope, takeInEvents } from "../apps/server/src/interaction-search/index.js";
import { openDatabase, openSecrets } from "../apps/server/src/platform/index.js";
import { Database, migrate } from "../apps/server/src/tables-postgres/index.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    interactions: { type: "string", default: "1000000" },
    runs: { type: "string", default: "20" },
    keep: { type: "boolean", default: false },
  },
});
const [dataDir] = positionals;
if (dataDir === undefined) throw new Error("give a new folder for the database");
const interactions = Number(values.interactions);
const runs = Number(values.runs);
const CENTER = "bench";
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23);
const WORDS = 20_000;
const AGENTS = 300;

const kept = existsSync(path.join(dataDir, "postgres"));
await mkdir(dataDir, { recursive: true });
const quiet = { info: () => undefined, warn: console.warn, error: console.error };
const opened = await openDatabase({
  settings: { databaseUrl: null, dataDir },
  secrets: await openSecrets(dataDir),
  log: quiet as never,
});
const database = new Database(opened.app as never, { connectionsMax: 4, queryTimeoutMs: 600_000 });
try {
  if (!kept) await fill();
  await measure();
} finally {
  await database.close();
  await opened.stop();
  if (!values.keep) await rm(dataDir, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  await migrate(opened.owner as never);
  const owner = new pg.Client(opened.owner);
  // Its end, when something else failed, is no second failure.
  owner.on("error", () => undefined);
  await owner.connect();
  await owner.query(`select set_config('patchbay.center', '${CENTER}', false)`);
  await owner.query("set synchronous_commit = off");
  const since = performance.now();
  const told = async (what: string, statement: string): Promise<void> => {
    const begun = performance.now();
    const { rowCount } = await owner.query(statement);
    console.log(`${what}: ${rowCount ?? 0} rows in ${Math.round((performance.now() - begun) / 1000)} s`);
  };
  const contacts = Math.ceil(interactions / 4);
  // A word by its rank: the first ones come all the time, most hardly ever.
  const word = `'w' || to_hex((${WORDS} * power(random(), 4))::int * 7919 % 1048576)`;
  const sentence = (words: string, length: number): string =>
    `(select string_agg(${word}, ' ') from generate_series(1::bigint, ${length}) where ${words} is not null)`;
  await told(
    "contacts",
    `insert into contact (center_id, contact_id, first_name, last_name, phones, emails, account, created_at)
     select '${CENTER}', 'c' || n, 'first' || n % 400, 'last' || n % 5000, array['+1503' || (1000000 + n)],
            array['p' || n || '@mail' || n % 50 || '.example'], 'LF-' || n, 1
       from generate_series(1::bigint, ${contacts}) n`,
  );
  await told(
    "interactions",
    `insert into interaction (center_id, interaction_id, contact_id, client_key, entry_id, service_id, channel, case_number,
        status, started_seq, started_at, answered_at, ended_at, end_cause, disposition_id, agent_ids, message_count)
     select '${CENTER}', 'i' || lpad(n::text, 9, '0'), 'c' || 1 + (n * 7919 % ${contacts}), 'k' || n, 'e', 's' || n % 12,
            case when n % 5 = 0 then 'voice' else 'chat' end, n, 'completed', n,
            ${NOW}::bigint - 730 * ${DAY}::bigint + (730 * ${DAY}::bigint / ${interactions}) * n,
            case when n % 17 = 0 then null else ${NOW}::bigint - 730 * ${DAY}::bigint + (730 * ${DAY}::bigint / ${interactions}) * n + 20000 end,
            ${NOW}::bigint - 730 * ${DAY}::bigint + (730 * ${DAY}::bigint / ${interactions}) * n + 20000 + (random() * 900000)::bigint,
            case when n % 17 = 0 then 'abandoned' when n % 3 = 0 then 'customer' else 'agent' end,
            case when n % 17 = 0 then null else 'd' || n / 13 % 8 end,
            case when n % 17 = 0 then '{}' else array['a' || n * 31 % ${AGENTS}] end, 3
       from generate_series(1::bigint, ${interactions}) n`,
  );
  await told(
    "messages",
    `insert into message (center_id, interaction_id, seq, message_id, at, sender, audience, body)
     select '${CENTER}', 'i' || lpad(n::text, 9, '0'), m, 'm' || n || '.' || m, 1, 'customer', 'all',
            jsonb_build_object('kind', 'text', 'text', ${sentence("n", 11)})
       from generate_series(1::bigint, ${interactions}) n, generate_series(1, 3) m`,
  );
  await told(
    "notes",
    `insert into note (center_id, interaction_id, agent_id, text, updated_at)
     select '${CENTER}', 'i' || lpad(n::text, 9, '0'), 'a1', ${sentence("n", 8)}, 1
       from generate_series(1::bigint, ${interactions}, 4) n`,
  );
  await told(
    "survey answers",
    `insert into survey_answer (center_id, interaction_id, stars, comment, answered_at)
     select '${CENTER}', 'i' || lpad(n::text, 9, '0'), 1 + n / 7 % 5, '', 1 from generate_series(1::bigint, ${interactions}, 7) n`,
  );
  await told(
    "journal",
    `insert into journal (center_id, seq, at, type, version, interaction_id, body)
     select '${CENTER}', n, n, case when n % 20 = 0 then 'AgentRequestClosed' else 'InteractionStarted' end, 1,
            'i' || lpad(n::text, 9, '0'),
            case when n % 20 = 0 then '{"kind":"transfer","cause":"accepted"}'::jsonb else '{}'::jsonb end
       from generate_series(1::bigint, ${interactions}) n`,
  );
  await owner.query("analyze");
  const begun = performance.now();
  for (let at = 0; at < interactions; ) {
    at = await takeInEvents(database, CENTER, at, interactions);
    if (at % 100_000 === 0)
      console.log(
        `indexed ${at}, ${Math.round((at / (performance.now() - begun)) * 1000)} interactions a second`,
      );
  }
  await owner.query("vacuum analyze");
  const { rows } = await owner.query<{ name: string; size: string }>(
    `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size from pg_class
      where relname in ('interaction', 'message', 'search_row', 'search_row_by_words') order by 1`,
  );
  console.log(rows.map(({ name, size }) => `${name} ${size}`).join(", "));
  console.log(`filled in ${Math.round((performance.now() - since) / 1000)} s`);
  await owner.end();
}

async function measure(): Promise<void> {
  const search = new InteractionSearch(database, CENTER, { isCurrent: () => Promise.resolve(true) });
  const wordAt = (rank: number): string => `w${((rank * 7919) % 1_048_576).toString(16)}`;
  const all: Scope = { kind: "all" };
  const team: Scope = {
    kind: "agents",
    agentIds: Array.from({ length: 20 }, (_, at) => `a${at}`),
    unansweredOf: Array.from({ length: 5 }, (_, at) => `s${at}`),
  };
  const days = (count: number) => NOW - count * DAY;
  const asked: [what: string, ask: (run: number) => Partial<RecordsQuery>, scope?: Scope][] = [
    ["the last 30 days", () => ({ from: days(30) })],
    ["everything, oldest first", () => ({ sort: "oldest" })],
    ["the longest of a year", () => ({ from: days(365), sort: "longest" })],
    ["a common word", (run) => ({ text: wordAt(run) })],
    ["a word of every hundredth", (run) => ({ text: wordAt(2_000 + run) })],
    ["a rare word", (run) => ({ text: wordAt(19_900 + run) })],
    ["two common words", (run) => ({ text: `${wordAt(run)} ${wordAt(run + 40)}` })],
    ["two rare words", (run) => ({ text: `${wordAt(12_000 + run)} ${wordAt(13_000 + run)}` })],
    ["the beginning of a word", (run) => ({ text: wordAt(3_000 + run).slice(0, 4) })],
    ["a word nobody said", (run) => ({ text: `nowhere${run}` })],
    [
      "a customer by name",
      (run) => ({ customer: `first${(1 + run * 977) % 400} last${(1 + run * 977) % 5000}` }),
    ],
    ["a customer by first name", (run) => ({ customer: `first${run}` })],
    ["a customer by email", (run) => ({ customer: `p${run * 37 + 1}@mail` })],
    ["the end of a number", (run) => ({ text: String(120_345 + run * 11).slice(0, 6) })],
    ["an agent's, in 7 days", (run) => ({ agentIds: [`a${run}`], from: days(7) })],
    ["an agent's with a result, in 2 years", (run) => ({ agentIds: [`a${run}`], dispositionIds: ["d3"] })],
    ["one star, of a service", (run) => ({ stars: [1], serviceIds: [`s${run % 12}`] })],
    ["abandoned, of a service", (run) => ({ abandoned: true, serviceIds: [`s${run % 12}`] })],
    ["transferred, with a word", (run) => ({ transferred: true, text: wordAt(300 + run) })],
    [
      "a word, an agent, a year",
      (run) => ({ text: wordAt(50 + run), agentIds: [`a${run}`], from: days(365) }),
    ],
    ["a word, longest first", (run) => ({ text: wordAt(500 + run), sort: "longest" })],
    ["a supervisor's team", () => ({ from: days(30) }), team],
    ["a supervisor's team, a word", (run) => ({ text: wordAt(800 + run) }), team],
  ];
  const timed = async (run: () => Promise<unknown>): Promise<number> => {
    const begun = performance.now();
    await run();
    return performance.now() - begun;
  };
  const ms = (times: readonly number[], share: number): string => {
    const sorted = [...times].sort((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
      .toFixed(1)
      .padStart(8);
  };
  const whole: number[] = [];
  console.log(`${"".padEnd(40)} page p50  page p95  count p50 count p95   found`);
  for (const [what, ask, scope = all] of asked) {
    const pages: number[] = [];
    const counts: number[] = [];
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const query = recordsQuerySchema.parse(ask(run));
      pages.push(
        await timed(async () => {
          found = (await search.find(query, scope)).found.length;
        }),
      );
      counts.push(await timed(() => search.count(query, scope)));
    }
    whole.push(...pages);
    console.log(
      `${what.padEnd(40)} ${ms(pages, 0.5)}  ${ms(pages, 0.95)}  ${ms(counts, 0.5)}  ${ms(counts, 0.95)}  ${String(found).padStart(6)}`,
    );
  }
  let after: string | null = null;
  const deep: number[] = [];
  for (let page = 0; page < 20; page++)
    deep.push(
      await timed(async () => {
        after = (await search.find(recordsQuerySchema.parse({ text: wordAt(5), after }), all)).next;
      }),
    );
  console.log(`${"20 pages of a common word".padEnd(40)} ${ms(deep, 0.5)}  ${ms(deep, 0.95)}`);
  console.log(`all searches: p50 ${ms(whole, 0.5).trim()} ms, p95 ${ms(whole, 0.95).trim()} ms`);
}
