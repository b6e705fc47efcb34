/** The rows follow the journal: from where they stopped, and through a database that is away. */
import { asId, type Event } from "@patchbay/core";
import { expect, test } from "vitest";
import { realClock } from "../../src/platform/real-clock.js";
import { SignatureKeeper, type SignatureRows } from "../../src/signatures/index.js";
import { ManualClock } from "../desk-gateway/support/manual-clock.js";

const quiet = { warn: () => undefined };
const event = (seq: number, kind: "call" | "signature"): Event => ({
  seq,
  at: seq,
  type: "RecordingStarted",
  interactionId: asId("c1"),
  recordingId: asId(`c1.r${seq}`),
  agentId: asId("sofia"),
  legId: asId("l2"),
  kind,
  automatic: false,
});

/** A journal and rows in memory; `away`: nobody answers. */
function aJournal(events: Event[], position = 0) {
  const followed: number[] = [];
  const state = { position, away: false };
  const answer = <T>(give: () => T): Promise<T> =>
    state.away ? Promise.reject(new Error("the database is away")) : Promise.resolve(give());
  const rows: Pick<SignatureRows, "position" | "recordingEvents" | "follow"> = {
    position: () => answer(() => state.position),
    recordingEvents: (after, last, limit) =>
      answer(() => events.filter(({ seq }) => seq > after && seq <= last).slice(0, limit)),
    follow: (of, to) =>
      answer(() => {
        followed.push(...of.map(({ seq }) => seq));
        state.position = to;
      }),
  };
  type Listener = Parameters<ConstructorParameters<typeof SignatureKeeper>[0]["onCommitted"]>[0];
  let listener: Listener = () => undefined;
  const center = {
    state: { seq: events.at(-1)?.seq ?? 0 },
    onCommitted: (one: Listener) => {
      listener = one;
      return () => undefined;
    },
  } as unknown as ConstructorParameters<typeof SignatureKeeper>[0];
  const commit = (one: Event): void => {
    events.push(one);
    listener({
      entries: [{ events: [one], content: [] }],
      lastSeq: one.seq,
    } as unknown as Parameters<Listener>[0]);
  };
  return { rows: rows as SignatureRows, center, followed, state, commit };
}

test("at start it goes on from where it stopped, page by page, and passes over other recordings", async () => {
  const events = Array.from({ length: 1_200 }, (_, at) => event(at + 1, at % 2 === 0 ? "signature" : "call"));
  const journal = aJournal(events, 3);
  const keeper = new SignatureKeeper(journal.center, journal.rows, "0.1.0", realClock, quiet);
  await keeper.caughtUp();
  expect(journal.followed).toEqual(
    events.filter(({ seq }) => seq > 3 && seq % 2 === 1).map(({ seq }) => seq),
  );
  expect(journal.state.position).toBe(1_200);
  await keeper.stop();
});

test("what is committed while the database is away is there when it is back", async () => {
  const journal = aJournal([event(1, "signature")]);
  const keeper = new SignatureKeeper(journal.center, journal.rows, "0.1.0", realClock, quiet);
  await keeper.caughtUp();
  journal.state.away = true;
  journal.commit(event(2, "signature"));
  await keeper.caughtUp();
  expect(journal.followed).toEqual([1]);
  journal.state.away = false;
  journal.commit(event(3, "signature"));
  await keeper.caughtUp();
  expect(journal.followed).toEqual([1, 2, 3]);
  await keeper.stop();
});

test("a long journal is read stretch by stretch, also where nothing was recorded", async () => {
  const journal = aJournal([event(1, "signature"), event(120_001, "signature"), event(130_000, "call")]);
  const keeper = new SignatureKeeper(journal.center, journal.rows, "0.1.0", realClock, quiet);
  await keeper.caughtUp();
  expect(journal.followed).toEqual([1, 120_001]);
  expect(journal.state.position).toBe(130_000);
  await keeper.stop();
});

test("the last one before a quiet night waits for no further commit: it is tried again by itself", async () => {
  const clock = new ManualClock();
  const journal = aJournal([event(1, "signature")]);
  const keeper = new SignatureKeeper(journal.center, journal.rows, "0.1.0", clock, quiet);
  await keeper.caughtUp();
  journal.state.away = true;
  journal.commit(event(2, "signature"));
  await keeper.caughtUp();
  journal.state.away = false;
  await clock.advance(999);
  expect(journal.followed).toEqual([1]);
  await clock.advance(1);
  expect(journal.followed).toEqual([1, 2]);
  await keeper.stop();
});
