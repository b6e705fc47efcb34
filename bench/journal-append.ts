/**
 * How long an append takes, and how many events a second go in, by the size of the batch.
 *
 *   npx tsx bench/journal-append.ts postgresql://owner@127.0.0.1:5432/scratch postgresql://patchbay_app@127.0.0.1:5432/scratch
 *
 * The first address is the owner's (it migrates), the second the server's; the database is a scratch one. Each
 * entry is one customer message with its body of 120 characters, as in a chat. One batch is in flight at a time.
 */
import { asId, type Event } from "@patchbay/core";
import type { JournalEntry } from "../apps/server/src/center/journal.js";
import { PostgresJournal } from "../apps/server/src/journal-postgres/index.js";
import { Database, migrate } from "../apps/server/src/tables-postgres/index.js";

const SECONDS_EACH = 4;
const [ownerUrl, appUrl] = process.argv.slice(2);
if (ownerUrl === undefined || appUrl === undefined)
  throw new Error("give the owner's and the server's database address");

const systemClock = {
  now: () => Date.now(),
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
const text =
  "The other car came from the right and hit the front door. Nobody is hurt, both cars stand at the kerb now. "
    .repeat(2)
    .slice(0, 120);

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

await migrate({ connectionString: ownerUrl });
const database = new Database({ connectionString: appUrl });
const centerId = `bench-${Date.now()}`;
const journal = new PostgresJournal({
  database,
  centerId,
  clock: systemClock,
  owner: "bench",
  appendDeadlineMs: 10_000,
});
await journal.open();

let seq = 0;
const nextEvents = (...bodies: readonly object[]): Event[] =>
  bodies.map((body) => ({ ...body, seq: ++seq, at: Date.now() }) as Event);

const started: JournalEntry[] = Array.from({ length: 500 }, (_, i) => ({
  events: nextEvents({
    type: "InteractionStarted",
    interactionId: asId(`${centerId}-chat-${i}`),
    channel: "chat",
    entryId: asId("demo-app"),
    serviceId: asId("auto-claims"),
    contactId: asId(`contact-${i}`),
    clientKey: asId(`client-${i}`),
    caseNumber: 10_000 + i,
    caseOpened: true,
    priority: 50,
    enqueuedAt: 0,
  }),
  content: [],
  idempotency: null,
}));
await journal.append(0, started);

function messageEntry(): JournalEntry {
  const interactionId = `${centerId}-chat-${seq % 500}`;
  const messageId = `${centerId}-m${seq}`;
  return {
    events: nextEvents({ type: "MessageReceived", interactionId, messageId, kind: "text" }),
    content: [
      {
        table: "message",
        row: {
          messageId,
          interactionId,
          from: "customer",
          partyId: null,
          audience: "all",
          body: { kind: "text", text },
          clientMessageId: null,
        },
      },
    ],
    idempotency: null,
  };
}

console.log("entries a batch | batches | p50 ms | p99 ms | entries/s");
for (const size of [1, 16, 256]) {
  const times: number[] = [];
  const until = performance.now() + SECONDS_EACH * 1_000;
  const before = seq;
  const begun = performance.now();
  while (performance.now() < until) {
    const expected = seq;
    const entries = Array.from({ length: size }, messageEntry);
    const from = performance.now();
    await journal.append(expected, entries);
    times.push(performance.now() - from);
  }
  const perSecond = ((seq - before) / (performance.now() - begun)) * 1_000;
  times.sort((a, b) => a - b);
  const columns = [
    size,
    times.length,
    percentile(times, 0.5).toFixed(2),
    percentile(times, 0.99).toFixed(2),
    perSecond.toFixed(0),
  ];
  console.log(columns.join(" | "));
}

const from = performance.now();
let read = 0;
for await (const page of journal.read(0)) read += page.length;
const readMs = performance.now() - from;
console.log(
  `read back ${read} events in ${readMs.toFixed(0)} ms: ${((read / readMs) * 1_000).toFixed(0)} events/s`,
);
await journal.close();
await database.close();
