import { hashState } from "@patchbay/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CenterRuntime } from "../../src/center/center-runtime.js";
import type { Clock } from "../../src/center/clock.js";
import { restoreCenter } from "../../src/center/restore-center.js";
import { demoReasons } from "../../src/demo/larkfield.js";
import { PostgresJournal, verifyCenter } from "../../src/journal-postgres/index.js";
import { settableClock } from "../contracts/journal-contract.js";
import { type PostgresTown, postgresTown } from "./postgres-house.js";

let town: PostgresTown;
beforeAll(async () => {
  town = await postgresTown();
});
afterAll(() => town.drop());

const realClock: Clock = { ...settableClock(), now: () => Date.now() };

describe("the center's runtime on a real journal", () => {
  test("a cut connection suspends it for a moment; what was acknowledged is there, once", async () => {
    const centerId = town.newCenter();
    let ids = 0;
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const runtime = new CenterRuntime({
      id: centerId,
      journal: new PostgresJournal({
        database: town.database,
        centerId,
        clock: realClock,
        owner: "the server",
      }),
      clock: realClock,
      ids: { next: () => `id-${++ids}` },
      log: quiet,
    });
    await runtime.start();
    const acknowledged: string[] = [];
    const ask = async (key: string): Promise<void> => {
      // As a client does it: the same key until there is an answer.
      for (;;) {
        const [reason] = demoReasons;
        if (!reason) throw new Error("the demo has no reason");
        const answer = await runtime.submit({
          command: { type: "ConfigureReason", reason },
          key,
          result: key,
        });
        if (answer.ok) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      acknowledged.push(key);
    };
    for (let round = 0; round < 4; round++) {
      const asked = Promise.all(Array.from({ length: 50 }, (_, i) => ask(`request-${round}-${i}`)));
      await town.owner.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1",
        [`patchbay writer ${centerId}`],
      );
      await asked;
    }
    const hash = hashState(runtime.state);
    const seq = runtime.state.seq;
    await runtime.stop();

    expect(acknowledged).toHaveLength(200);
    const journal = new PostgresJournal({
      database: town.database,
      centerId,
      clock: realClock,
      owner: "a reader",
    });
    const replayed = await restoreCenter(journal, { snapshot: null, lastSeq: seq });
    expect(hashState(replayed.state)).toBe(hash);
    const answers = await town.database.withCenter(centerId, (tx) =>
      tx.rows<{ count: number }>("select count(*) as count from idempotency where center_id = $1", [
        centerId,
      ]),
    );
    expect(answers).toEqual([{ count: 200 }]);
    expect(await verifyCenter(town.database, centerId)).toMatchObject({ ok: true, events: seq });
  });
});
