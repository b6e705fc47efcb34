import { expect, test } from "vitest";
import { confirmed, type Outbox, type OutboxItem, put, Sender, WireFailure } from "../src/parts/index.js";
import { handClock } from "./hand-clock.js";

const message = (text: string) => ({ kind: "message", text }) as const;

/** A server that does what the test says with each item, and a history that the sender may ask for. */
function senderWith(send: (item: OutboxItem, attempt: number) => Promise<string | undefined>) {
  const time = handClock();
  const stored = new Set<string>();
  const log: string[] = [];
  let outbox: Outbox = [];
  const attempts = new Map<string, number>();
  const sender = new Sender(
    {
      outbox: () => outbox,
      change: async (to) => {
        outbox = to(outbox);
      },
      send: (item) => {
        const attempt = (attempts.get(item.id) ?? 0) + 1;
        attempts.set(item.id, attempt);
        log.push(`send ${item.id}`);
        return send(item, attempt);
      },
      delivered: async (item) => {
        stored.add(item.id);
        outbox = confirmed(outbox, new Set([item.id]));
      },
      settle: async () => {
        log.push("history");
        outbox = confirmed(outbox, stored);
      },
      chatGone: () => log.push("gone"),
    },
    time.clock,
  );
  const add = (id: string, body: Parameters<typeof put>[2]) => {
    outbox = put(outbox, id, body, time.clock.now());
    sender.nudge();
  };
  return { ...time, sender, add, log, stored, outbox: () => outbox };
}

test("it sends one after the other, in order", async () => {
  const { add, log, pass, outbox } = senderWith(async () => undefined);
  add("one", message("1"));
  add("two", message("2"));
  await pass(0);
  expect(log).toEqual(["send one", "send two"]);
  expect(outbox()).toEqual([]);
});

test("no answer: it looks into the history first, and sends nothing twice that is there", async () => {
  const world = senderWith(async (item, attempt) => {
    if (item.id === "one" && attempt === 1) {
      // The server stored it; the answer was lost on its way.
      world.stored.add(item.id);
      throw WireFailure.network();
    }
    return undefined;
  });
  world.add("one", message("1"));
  world.add("two", message("2"));
  await world.pass(1_000);
  expect(world.log).toEqual(["send one", "history", "send two"]);
  expect(world.outbox()).toEqual([]);
});

test("no answer and not in the history: it is sent again before the next one", async () => {
  const world = senderWith(async (item, attempt) => {
    if (item.id === "one" && attempt < 3) throw WireFailure.refused(503, { error_code: "5001" });
    return undefined;
  });
  world.add("one", message("1"));
  world.add("two", message("2"));
  await world.pass(999);
  expect(world.log).toEqual(["send one"]);
  await world.pass(1 + 2_000);
  expect(world.log).toEqual(["send one", "history", "send one", "history", "send one", "send two"]);
});

test("what the server refuses is kept as failed, and the others go on", async () => {
  const { add, pass, outbox, log } = senderWith(async (item) => {
    if (item.id === "bad") throw WireFailure.refused(400, { error_code: "5003" });
    return undefined;
  });
  add("bad", message("?"));
  add("good", message("!"));
  await pass(0);
  expect(log).toEqual(["send bad", "send good"]);
  expect(outbox().map((item) => [item.id, item.state])).toEqual([["bad", "failed"]]);
});

test("a chat that is gone stops it", async () => {
  const { add, pass, log } = senderWith(async () => {
    throw WireFailure.refused(404, { error_code: "5005" });
  });
  add("one", message("1"));
  await pass(60_000);
  expect(log).toEqual(["send one", "gone"]);
});

test("a photo is uploaded, then sent, while texts go by", async () => {
  let finish: (id: string) => void = () => undefined;
  const { add, pass, log, outbox } = senderWith((item) =>
    item.body.kind === "file" && item.body.fileId === null
      ? new Promise((resolve) => {
          finish = resolve;
        })
      : Promise.resolve(undefined),
  );
  add("photo", { kind: "file", name: "a.jpg", mediaType: "image/jpeg", bytes: 1, fileId: null });
  add("text", message("hello"));
  await pass(0);
  expect(log).toEqual(["send photo", "send text"]);
  finish("file-1");
  await pass(0);
  expect(log).toEqual(["send photo", "send text", "send photo"]);
  expect(outbox()).toEqual([]);
});
