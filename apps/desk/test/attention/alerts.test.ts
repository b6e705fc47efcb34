import { expect, test } from "vitest";
import { Alerts, type Looked } from "../../src/features/attention/alerts.js";
import { interaction, message } from "../state/views.js";

const SECOND = 1_000;
const customer = (seq: number) => message("i1", seq, { from: { who: "customer" } });
const whisper = (seq: number, agentId: string) =>
  message("i1", seq, { audience: "team", from: { who: "agent", agentId, name: "Ben Ortega" } });

const looking = () => {
  const alerts = new Alerts();
  return (more: Partial<Looked> & { readonly lines?: ReturnType<typeof message>[] } = {}) =>
    alerts
      .look({
        interactions: [interaction("i1")],
        messagesOf: () => more.lines ?? [],
        me: "sofia",
        inFront: null,
        now: 0,
        waits: [60 * SECOND, 180 * SECOND],
        ...more,
      })
      .map(({ kind, name, waitedMs }) => [kind, name, waitedMs / SECOND]);
};

test("what was there when a chat came is no news; what comes then is told once", () => {
  const look = looking();
  expect(look({ lines: [customer(1)] })).toEqual([]);
  expect(look({ lines: [customer(1), customer(2)] })).toEqual([["message", "Maria Gutiérrez", 0]]);
  expect(look({ lines: [customer(1), customer(2)] })).toEqual([]);
});

test("several at once are one; own words and those to the customer are none; a colleague's whisper is one", () => {
  const look = looking();
  look();
  expect(look({ lines: [customer(1), customer(2)] })).toHaveLength(1);
  const own = message("i1", 3, { from: { who: "agent", agentId: "sofia", name: "Sofia" } });
  const said = message("i1", 4, { from: { who: "agent", agentId: "ben", name: "Ben Ortega" } });
  expect(look({ lines: [own, whisper(4, "sofia"), said] })).toEqual([]);
  expect(look({ lines: [whisper(5, "ben")] })).toEqual([["whisper", "Ben Ortega", 0]]);
});

test("the chat in front is not told of, nor later for what was seen there", () => {
  const look = looking();
  look();
  expect(look({ lines: [customer(1)], inFront: "i1" })).toEqual([]);
  expect(look({ lines: [customer(1)] })).toEqual([]);
});

test("a wait is told at each time once, anew for each turn, and never for one that was long when it came", () => {
  const look = looking();
  const waits = (since: number | null, now: number) =>
    look({ interactions: [interaction("i1", { unansweredSince: since })], now });
  waits(null, 0);
  expect(waits(1, 59 * SECOND)).toEqual([]);
  expect(waits(1, 61 * SECOND + 1)).toEqual([["waiting", "Maria Gutiérrez", 61]]);
  expect(waits(1, 100 * SECOND)).toEqual([]);
  expect(waits(1, 181 * SECOND + 1)).toEqual([["waiting", "Maria Gutiérrez", 181]]);
  expect(waits(1, 900 * SECOND)).toEqual([]);
  waits(null, 901 * SECOND);
  expect(waits(902 * SECOND, 963 * SECOND)).toHaveLength(1);
  const late = looking();
  const of = (now: number) => late({ interactions: [interaction("i1", { unansweredSince: 1 })], now });
  of(400 * SECOND);
  expect(of(401 * SECOND)).toEqual([]);
});

test("what is in wrap-up, or only watched, asks for nobody", () => {
  const look = looking();
  for (const phase of ["wrap_up", "monitoring"] as const) {
    const interactions = [interaction("i1", { phase, unansweredSince: 1 })];
    look({ interactions });
    expect(look({ interactions, lines: [customer(1)], now: 500 * SECOND })).toEqual([]);
  }
});
