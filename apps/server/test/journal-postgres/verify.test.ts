import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ProblemCode, verifyCenter } from "../../src/journal-postgres/index.js";
import { JournalFollower } from "../../src/journal-postgres/journal-follower.js";
import { settableClock } from "../contracts/journal-contract.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";
import { WorkingDay } from "./working-day.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

describe("verify", () => {
  let centerId: string;
  let day: WorkingDay;

  beforeEach(async () => {
    centerId = town.newCenter();
    day = new WorkingDay();
    for (const name of ["jane", "tom", "ada"]) day.chat(name);
    const journal = town.house(centerId).journal(settableClock());
    await journal.open();
    let seq = 0;
    // As a server does it: a few entries a batch, so that stories go over the borders of appends.
    for (let from = 0; from < day.entries.length; from += 5) {
      const batch = day.entries.slice(from, from + 5);
      await journal.append(seq, batch);
      seq = batch.flatMap((entry) => entry.events).at(-1)?.seq ?? seq;
    }
    await journal.close();
    const follower = new JournalFollower({
      database: town.database,
      centerId,
      clock: settableClock(),
      post: () => undefined,
      snapshotEveryEvents: 1,
    });
    await follower.handle({ kind: "committed", seq: seq - 10, hash: null });
  });

  /** As somebody with a database tool; the tests' owner is a superuser, whom no wall holds, so {here} is said. */
  const damage = async (template: string): Promise<void> => {
    const statement = template.replaceAll("{here}", "center_id = current_setting('patchbay.center')");
    await town.owner.query(`begin; select set_config('patchbay.center', '${centerId}', true)`);
    const { rowCount } = await town.owner.query(statement);
    await town.owner.query("commit");
    expect(rowCount).toBe(1);
  };

  test("finds nothing where nothing is wrong", async () => {
    const progress: [number, number][] = [];
    const report = await verifyCenter(town.database, centerId, {
      onProgress: (events, total) => progress.push([events, total]),
    });
    expect(report).toEqual({
      centerId,
      ok: true,
      events: day.core.state.seq,
      messages: 3 * 7,
      interactions: 3,
      snapshotSeq: day.core.state.seq - 10,
      problemCount: 0,
      problems: [],
    });
    expect(progress).toEqual([[day.core.state.seq, day.core.state.seq]]);
  });

  test.each<[string, string, ProblemCode, string]>([
    ["a lost message", "delete from message where {here} and message_id = 'm3'", "message_missing", "m3"],
    [
      "a message that nobody sent",
      `insert into message (center_id, interaction_id, seq, message_id, at, sender, audience, body)
       values (current_setting('patchbay.center'), 'chat-jane', 1, 'forged', 1, 'customer', 'all', '{"kind":"text","text":"x"}')`,
      "message_extra",
      "forged",
    ],
    [
      "a message said to be another's",
      "update message set sender = 'agent9' where {here} and message_id = 'm3'",
      "message_differs",
      "m3",
    ],
    [
      "a message in another place",
      "update message set seq = seq + 100000 where {here} and message_id = 'm3'",
      "message_differs",
      "m3",
    ],
    [
      "a receipt that came from nowhere",
      "update message set read_at = 5 where {here} and message_id = 'm1'",
      "receipt_differs",
      "m1",
    ],
    [
      "a receipt that is gone",
      "update message set delivered_at = null where {here} and message_id = 'm2'",
      "receipt_differs",
      "m2",
    ],
    [
      "a lost interaction",
      "delete from interaction where {here} and interaction_id = 'chat-tom'",
      "interaction_missing",
      "chat-tom",
    ],
    [
      "an interaction that never was",
      `insert into interaction (center_id, interaction_id, contact_id, client_key, entry_id, service_id, channel,
         case_number, status, started_seq, started_at)
       values (current_setting('patchbay.center'), 'ghost', 'c', 'k', 'e', 's', 'chat', 1, 'open', 1, 1)`,
      "interaction_extra",
      "ghost",
    ],
    [
      "a changed status",
      "update interaction set status = 'open' where {here} and interaction_id = 'chat-ada'",
      "interaction_differs",
      "chat-ada",
    ],
    [
      "a wrong count",
      "update interaction set message_count = 99 where {here} and interaction_id = 'chat-ada'",
      "interaction_differs",
      "chat-ada",
    ],
    [
      "a snapshot's wrong hash",
      "update snapshot set hash = '0123456789abcdef' where {here}",
      "snapshot_differs",
      "",
    ],
    ["a hole in the journal", "delete from journal where {here} and seq = 30", "journal_gap", "30"],
    [
      "a journal without its end",
      "delete from journal where {here} and seq = (select max(seq) from journal where {here})",
      "journal_end",
      "",
    ],
    [
      "an event from the future",
      "update journal set version = 99 where {here} and seq = 30",
      "event_unknown",
      "30",
    ],
    [
      "a rewritten event",
      `update journal set body = jsonb_set(body, '{caseNumber}', '77')
        where {here} and type = 'InteractionStarted' and interaction_id = 'chat-jane'`,
      "interaction_differs",
      "chat-jane",
    ],
  ])("finds %s", async (_, statement, code, subject) => {
    await damage(statement);
    const report = await verifyCenter(town.database, centerId);
    expect(report.ok).toBe(false);
    const found = report.problems.filter((problem) => problem.code === code);
    expect(found.length).toBeGreaterThan(0);
    if (subject !== "") expect(found.map((problem) => problem.subject)).toContain(subject);
  });

  test("an erased message is no damage", async () => {
    await damage(
      `update message set erased_at = 9, body = '{"kind":"text","text":""}' where {here} and message_id = 'm3'`,
    );
    expect((await verifyCenter(town.database, centerId)).ok).toBe(true);
    const erased = await town.house(centerId).records().message("chat-jane", "m3");
    expect(erased).toMatchObject({ erasedAt: 9, body: { kind: "text", text: "" } });
  });
});
