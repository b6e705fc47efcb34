import { asId } from "@patchbay/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SNAPSHOT_RUNG_EVENTS, storeSnapshot } from "../../src/journal-postgres/snapshots.js";
import { NothingToReplayError, Replays, replayInteraction } from "../../src/replay/index.js";
import { settableClock } from "../contracts/journal-contract.js";
import { type PostgresTown, postgresTown } from "../journal-postgres/postgres-house.js";
import { WorkingDay } from "../journal-postgres/working-day.js";

let town: PostgresTown;
let day: WorkingDay;
const centerId = "replayed";

/** Two agents with one chat each at most; the third customer waits behind the second. */
beforeAll(async () => {
  town = await postgresTown();
  day = new WorkingDay();
  for (const name of ["agent1", "agent2"]) {
    const user = day.core.state.configuration.users.get(asId(name));
    if (user === undefined) throw new Error(`there is no ${name}`);
    day.do({ type: "ConfigureUser", user: { ...user, capacity: { ...user.capacity, chat: 1 } } });
  }
  day.do({ type: "SetPresence", agentId: asId("agent2"), presence: { kind: "not_ready", reason: null } });
  const start = (name: string) =>
    day.do({
      type: "StartInteraction",
      interactionId: asId(`chat-${name}`),
      entryId: asId("demo-app"),
      contactId: asId(`contact-${name}`),
      clientKey: asId(`client-${name}`),
    });
  const take = (name: string) => {
    const offerId = day.core.state.interactions.get(asId(`chat-${name}`))?.request?.offerId;
    const offer = offerId ? day.core.state.offers.get(offerId) : undefined;
    if (offer === undefined) throw new Error(`${name} is offered to nobody`);
    const { agentId } = offer;
    day.do({ type: "ConfirmOffer", offerId: offer.id, agentId });
    day.do({ type: "AcceptOffer", offerId: offer.id, agentId });
    return agentId;
  };
  const end = (name: string, agentId: ReturnType<typeof take>) => {
    day.do({
      type: "SetDisposition",
      interactionId: asId(`chat-${name}`),
      agentId,
      dispositionId: asId("claim_opened"),
    });
    day.do({ type: "CustomerEnd", interactionId: asId(`chat-${name}`), clientKey: asId(`client-${name}`) });
    day.do({ type: "CompleteWrapUp", interactionId: asId(`chat-${name}`), agentId });
  };
  start("first");
  const agentId = take("first");
  start("second");
  start("third");
  end("first", agentId);
  end("second", take("second"));
  end("third", take("third"));
  const journal = town.house(centerId).journal(settableClock());
  await journal.open();
  await journal.append(0, day.entries);
  await journal.close();
});
afterAll(() => town.drop());

test("a replay tells places, who went before and why, and from what an offer was decided", async () => {
  const progress: [number, number][] = [];
  const replay = await replayInteraction(town.database, centerId, "chat-third", {
    onProgress: (done, total) => progress.push([done, total]),
  });
  const told = replay.steps.map(({ kind, type, passing }) =>
    passing ? `${kind} ${passing.agentId} #${passing.caseNumber} ${passing.because}` : `${kind} ${type}`,
  );
  expect(told.filter((line) => !line.startsWith("own"))).toEqual([
    "passed agent1 #10001 longer",
    "place AgentRequestClosed",
  ]);
  const arrived = replay.steps.find(({ type }) => type === "AgentRequested");
  const atFirst = replay.standings[arrived?.after ?? -1];
  expect(atFirst?.request).toMatchObject({ ahead: 1, waiting: 2, offeredTo: null });
  expect(atFirst?.request?.line.map(({ caseNumber }) => caseNumber)).toEqual([10_001, 10_002]);
  const rules = new Map(atFirst?.candidates.map(({ agentId, rule }) => [agentId, rule]));
  expect([rules.get(asId("agent1")), rules.get(asId("agent2"))]).toEqual(["ELI-3", "ELI-1"]);
  expect([...rules.values()]).toContain("logged_out");
  const offered = replay.steps.find(({ kind, type }) => kind === "own" && type === "OfferMade");
  const decidedFrom = replay.standings[offered?.before ?? -1]?.candidates ?? [];
  // By the functions that decided: who was offered it is the one who could be, and the only one.
  expect(decidedFrom.filter(({ rule }) => rule === null).map(({ agentId }) => agentId)).toEqual(["agent1"]);
  expect(offered?.event).toMatchObject({ agentId: "agent1", why: { eligible: 1 } });
  expect(replay.steps.at(-1)).toMatchObject({ type: "InteractionCompleted", after: null });
  expect(replay.cut).toBeNull();
  expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
  // A customer's device is nobody's business who reads it later.
  expect(JSON.stringify(replay)).not.toContain("client-third");
});

test("a replay from a snapshot is the same; too many steps are said, not left out in silence", async () => {
  const whole = await replayInteraction(town.database, centerId, "chat-third");
  const cut = await replayInteraction(town.database, centerId, "chat-third", {
    limits: { stepsMax: 3, withinMs: 60_000 },
  });
  expect([cut.cut, cut.steps]).toEqual(["steps", whole.steps.slice(0, 3)]);
  await expect(replayInteraction(town.database, centerId, "chat-nobody")).rejects.toThrow(
    NothingToReplayError,
  );
});

test("of old snapshots one a stretch stays, so that the way into the past is bounded", async () => {
  const id = town.newCenter();
  const at = [1, 2, 1.2, 2.2, 2.4, 3.1, 3.2, 3.3, 3.4].map((rung) => Math.round(rung * SNAPSHOT_RUNG_EVENTS));
  for (const seq of at) await storeSnapshot(town.database, id, { seq, state: {}, hash: "0" });
  const left = await town.database.withCenter(id, (tx) =>
    tx.rows<{ seq: number }>("select seq from snapshot where center_id = $1 order by seq", [id]),
  );
  expect(left.map(({ seq }) => seq / SNAPSHOT_RUNG_EVENTS)).toEqual([1, 2, 3.1, 3.2, 3.3, 3.4]);
});

test("one replay serves all who ask for it at that time; too many are put off, and a failure is tried again", async () => {
  let runs = 0;
  let time = 0;
  const ends: (() => void)[] = [];
  const failures: unknown[] = [];
  const replays = new Replays(
    (id, onProgress) => {
      runs++;
      onProgress(1, 2);
      return id === "bad"
        ? Promise.reject(new Error("no"))
        : new Promise((resolve) => ends.push(() => resolve(id === "none" ? null : "{}")));
    },
    () => time,
    (cause) => failures.push(cause),
  );
  const both = [replays.ask("a"), replays.ask("a")];
  ends.shift()?.();
  expect(await Promise.all(both)).toEqual(Array(2).fill({ state: "done", replay: "{}" }));
  expect([await replays.ask("a"), runs]).toEqual([{ state: "done", replay: "{}" }, 1]);
  time += 60_000;
  const again = replays.ask("a");
  ends.shift()?.();
  expect([(await again).state, runs]).toEqual(["done", 2]);
  expect([await replays.ask("bad"), failures.length, (await replays.ask("bad")).state, runs]).toEqual([
    { state: "failed" },
    1,
    "failed",
    4,
  ]);
  const busy = ["none", "1", "2", "3", "4", "5"].map((id) => replays.ask(id));
  expect(await replays.ask("6")).toEqual({ state: "busy" });
  expect(await busy[1]).toEqual({ state: "working", done: 1, total: 2 });
  for (const end of ends) end();
  expect(await replays.ask("none")).toEqual({ state: "nothing" });
});
