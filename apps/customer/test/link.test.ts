import { expect, test } from "vitest";
import { handClock } from "../../../packages/chat-sdk/test/hand-clock.js";
import { Link, type LinkState } from "../src/link/index.js";
import { type ServerEvent, WireFailure } from "../src/wire/index.js";

const ended: ServerEvent = { type: "ended" };
const gone = () => WireFailure.refused(404, { error_code: "5005" });
const unavailable = () => WireFailure.refused(503, { error_code: "5001" });

/** A server whose answers the test gives one by one; an unanswered poll hangs, as a long poll does. */
function linkWith(options: { readonly resume?: () => Promise<void> } = {}) {
  const time = handClock();
  const seen = { resumes: 0, polls: 0, states: [] as LinkState[], events: [] as ServerEvent[], over: 0 };
  let answer: ((events: ServerEvent[]) => void) | undefined;
  let fail: ((error: unknown) => void) | undefined;
  const link = new Link(
    {
      resume: async () => {
        seen.resumes += 1;
        await options.resume?.();
      },
      poll: () => {
        seen.polls += 1;
        return new Promise((resolve, reject) => {
          answer = resolve;
          fail = reject;
        });
      },
      deliver: (events) => seen.events.push(...events),
      tell: (state) => {
        if (seen.states.at(-1) !== state) seen.states.push(state);
      },
      over: () => {
        seen.over += 1;
      },
    },
    time.clock,
  );
  return {
    ...time,
    link,
    seen,
    answer: (events: ServerEvent[]) => answer?.(events),
    fail: (error: unknown) => fail?.(error),
  };
}

test("it resumes once, then polls again after each answer", async () => {
  const { link, seen, answer, pass } = linkWith();
  void link.run();
  await pass(10_000);
  answer([ended]);
  await pass(10_000);
  answer([]);
  await pass(1);
  expect(seen).toMatchObject({ resumes: 1, polls: 3, states: ["connecting", "up"], events: [ended] });
});

test("an idle answer that comes at once does not make it spin", async () => {
  const { link, seen, answer, pass } = linkWith();
  void link.run();
  await pass(0);
  answer([]);
  await pass(399);
  expect(seen.polls).toBe(1);
  await pass(1);
  expect(seen.polls).toBe(2);
});

test("a poll that is silent for 15 s is given up; the history is read before the next one", async () => {
  const { link, seen, pass } = linkWith();
  void link.run();
  await pass(14_999);
  expect(seen.states).toEqual(["connecting", "up"]);
  await pass(1);
  expect(seen.states.at(-1)).toBe("down");
  await pass(1_000);
  expect(seen).toMatchObject({ resumes: 2, polls: 2, states: ["connecting", "up", "down", "up"] });
});

test("a server that is away is asked less and less often, and at once when the network is back", async () => {
  let away = true;
  const { link, seen, pass } = linkWith({
    resume: async () => {
      if (away) throw unavailable();
    },
  });
  void link.run();
  await pass(0);
  expect(seen.resumes).toBe(1);
  await pass(1_000);
  expect(seen.resumes).toBe(2);
  await pass(1_999);
  expect(seen.resumes).toBe(2);
  await pass(1);
  expect(seen.resumes).toBe(3);
  away = false;
  link.wake();
  await pass(0);
  expect(seen).toMatchObject({ resumes: 4, polls: 1, states: ["connecting", "down", "up"] });
});

test("only a 404 ends it", async () => {
  const { link, seen, fail, pass } = linkWith();
  void link.run();
  await pass(0);
  fail(unavailable());
  await pass(1_000);
  expect(seen.over).toBe(0);
  fail(gone());
  await pass(60_000);
  expect(seen).toMatchObject({ over: 1, polls: 2 });
});

test("after a stop nothing is asked and nothing is told", async () => {
  const { link, seen, answer, pass } = linkWith();
  void link.run();
  await pass(0);
  link.stop();
  answer([ended]);
  await pass(60_000);
  expect(seen).toMatchObject({ polls: 1, events: [] });
});
