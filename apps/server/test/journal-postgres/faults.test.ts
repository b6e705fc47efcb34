import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Journal } from "../../src/center/journal.js";
import { PostgresJournal } from "../../src/journal-postgres/index.js";
import { allEvents, codeOf, type RecordHouse, settableClock } from "../contracts/journal-contract.js";
import { message, Pen, received, started } from "../contracts/record-builders.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

describe("a journal whose database lets it down", () => {
  let centerId: string;
  let house: RecordHouse;
  let journal: Journal;
  let pen: Pen;
  const open: Journal[] = [];
  const server = (owner?: string): Journal => {
    const opened = house.journal(settableClock(Date.now()), owner);
    open.push(opened);
    return opened;
  };
  beforeEach(async () => {
    centerId = town.newCenter();
    house = town.house(centerId, { appendDeadlineMs: 150 });
    pen = new Pen();
    journal = server("the first server");
    await journal.open();
    await journal.append(0, [pen.entry([started("chat-1")])]);
  });
  afterEach(async () => {
    for (const opened of open.splice(0)) await opened.close();
  });

  const entry = (messageId: string) =>
    pen.entry([received("chat-1", messageId)], [message("chat-1", messageId, "Hello?")]);

  const killWriters = async (): Promise<number> => {
    const { rowCount } = await town.owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
      [`patchbay writer ${centerId}`],
    );
    return rowCount ?? 0;
  };

  test("no answer until the deadline: nobody knows, and after opening again the journal does", async () => {
    await town.owner.query("begin; lock table message in access exclusive mode");
    const before = performance.now();
    const code = await codeOf(journal.append(1, [entry("m1")]));
    const waitedMs = performance.now() - before;
    await town.owner.query("rollback");
    expect(code).toBe("outcome_unknown");
    expect(waitedMs).toBeGreaterThan(140);
    expect(waitedMs).toBeLessThan(600);
    expect(await codeOf(journal.append(1, [entry("m2")]))).toBe("unavailable");

    const head = await journal.open();
    const events = await allEvents(journal);
    expect(head).toMatchObject({ epoch: 2, lastSeq: events.length });
    // Whatever became of it, event and message are both there or both not.
    expect(await house.records().messages("chat-1")).toHaveLength(events.length - 1);
    pen.seq = head.lastSeq;
    await journal.append(head.lastSeq, [entry("m3")]);
  });

  test("a connection cut in the middle of an append leaves nobody waiting and nothing half done", async () => {
    await town.owner.query("begin; lock table message in access exclusive mode");
    const outcome = codeOf(journal.append(1, [entry("m1")]));
    while ((await killWriters()) === 0);
    expect(await outcome).toBe("outcome_unknown");
    await town.owner.query("rollback");
    expect(await journal.open()).toMatchObject({ lastSeq: 1 });
    expect(await house.records().messages("chat-1")).toEqual([]);
  });

  test("a server whose lock was lost and taken by another is out, whatever it tries", async () => {
    await killWriters();
    const second = server("the second server");
    expect(await second.open()).toMatchObject({ epoch: 2, lastSeq: 1 });
    expect(["outcome_unknown", "unavailable"]).toContain(await codeOf(journal.append(1, [entry("m1")])));
    expect(await codeOf(journal.seen(pen.at))).toBe("fenced");
    const refusal = await journal.open().then(
      () => null,
      (cause: Error) => cause,
    );
    expect(refusal).toMatchObject({ code: "owned_by_another", message: "the second server" });
    pen.seq = 1;
    await second.append(1, [entry("m2")]);
    expect(await allEvents(second)).toHaveLength(2);
  });

  test("a lock that is let go within the waiting time is taken", async () => {
    const second = new PostgresJournal({
      database: town.database,
      centerId,
      clock: { ...settableClock(), now: () => Date.now() },
      owner: "the second server",
      lockWaitMs: 2_000,
    });
    open.push(second);
    const opening = second.open();
    await journal.close();
    expect(await opening).toMatchObject({ epoch: 2 });
  });

  test("an entry that is missing from the middle is noticed, not skipped", async () => {
    await journal.append(1, [entry("m1"), entry("m2"), entry("m3")]);
    await town.owner.query("delete from journal where center_id = $1 and seq = 3", [centerId]);
    await expect(allEvents(journal)).rejects.toThrow(/no entry 3/);
  });
});
