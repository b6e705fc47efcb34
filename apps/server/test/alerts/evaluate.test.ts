import type { InteractionId } from "@patchbay/core";
import { ALERT_LEVEL_WINDOW_MS, type AlertRules, usualAlertRules } from "@patchbay/protocol";
import { expect, test } from "vitest";
import {
  type AgentNow,
  evaluate,
  OVER_FOR_MS,
  PER_KIND_MAX,
  type ServiceNow,
} from "../../src/alerts/evaluate.js";
import { LevelWindow } from "../../src/alerts/level-window.js";
import type { StandingAlert } from "../../src/alerts/standing-alert.js";

const rules: AlertRules = {
  waiting: { on: true, count: 10 },
  longestWait: { on: true, seconds: 120 },
  serviceLevel: { on: true, percent: 80, seconds: 30 },
  stateTime: { on: true, notReadySeconds: 600, wrapUpSeconds: 60 },
  notAnswering: { on: true },
};
const service = (fields: Partial<ServiceNow> = {}): ServiceNow => ({
  serviceId: "claims",
  waiting: 0,
  oldestSince: null,
  level: { count: 0, percent: 100 },
  ...fields,
});
const agent = (agentId: string, fields: Partial<AgentNow> = {}): AgentNow => ({
  agentId,
  word: "ready",
  wordSince: 0,
  missedOffer: false,
  ...fields,
});
const at = (
  time: number,
  { services = [], agents = [] }: { services?: ServiceNow[]; agents?: AgentNow[] },
  before: readonly StandingAlert[] = [],
) => evaluate(rules, { at: time, services, agents }, before);
const waiting = (time: number, count: number, before: readonly StandingAlert[] = []) =>
  at(time, { services: [service({ waiting: count })] }, before).alerts;

test("nothing is raised by rules that are off, whatever goes on", () => {
  const now = {
    at: 1_000_000,
    services: [service({ waiting: 99, oldestSince: 0 })],
    agents: [agent("a", { missedOffer: true })],
  };
  expect(evaluate(usualAlertRules, now, [])).toEqual({ alerts: [], nextAt: null });
});

test("a line that is too long is told once, keeps since when, and goes only well below and for a while", () => {
  const up = waiting(1_000, 10);
  expect(up).toEqual([
    {
      alertId: "waiting:claims",
      kind: "waiting",
      subjectId: "claims",
      since: 1_000,
      value: 10,
      overSince: null,
      acknowledged: null,
    },
  ]);
  const seen = up.map((alert) => ({ ...alert, acknowledged: { by: "anna", at: 1_500 } }));
  expect(waiting(2_000, 14, seen)).toMatchObject([{ since: 1_000, value: 14, acknowledged: { by: "anna" } }]);
  const flickers = waiting(3_000, 9, seen);
  expect(flickers, "just below is not over").toMatchObject([{ overSince: null }]);
  const over = waiting(4_000, 8, flickers);
  expect(over, "over, and up for a while still").toMatchObject([{ since: 1_000, overSince: 4_000 }]);
  expect(waiting(5_000, 12, over), "it came back: the same alert, seen already").toMatchObject([
    { since: 1_000, overSince: null, acknowledged: { by: "anna" } },
  ]);
  expect(waiting(4_000 + OVER_FOR_MS - 1, 8, over)).toHaveLength(1);
  expect(waiting(4_000 + OVER_FOR_MS, 8, over)).toEqual([]);
  expect(waiting(99_000, 9), "below the threshold nothing is raised").toEqual([]);
});

test("a threshold of one goes when nobody waits", () => {
  const one = { ...rules, waiting: { on: true, count: 1 } };
  const now = (time: number, count: number) => ({
    at: time,
    services: [service({ waiting: count })],
    agents: [],
  });
  const up = evaluate(one, now(0, 1), []).alerts;
  expect(evaluate(one, now(1, 0), up).alerts).toMatchObject([{ overSince: 1 }]);
});

test("a wait that is too long is told when it is, without anything happening", () => {
  const services = [service({ waiting: 1, oldestSince: 10_000 })];
  const early = at(129_999, { services });
  expect(early).toMatchObject({ alerts: [], nextAt: 130_000 });
  expect(at(130_000, { services }).alerts).toMatchObject([
    { kind: "longest_wait", since: 130_000, value: 10_000 },
  ]);
  expect(at(200_000, { services }).alerts, "found late, it says since when").toMatchObject([
    { since: 130_000 },
  ]);
});

test("a service level needs contacts to be told, and some points to be over", () => {
  const of = (percent: number, count: number, before: readonly StandingAlert[] = []) =>
    at(1_000, { services: [service({ level: { count, percent } })] }, before).alerts;
  expect(of(0, 4)).toEqual([]);
  const up = of(79, 5);
  expect(up).toMatchObject([{ kind: "service_level", value: 79 }]);
  expect(of(84, 9, up)).toMatchObject([{ overSince: null, value: 84 }]);
  expect(of(85, 9, up)).toMatchObject([{ overSince: 1_000 }]);
});

test("an agent too long in a state, and one who does not answer: until the state is another one", () => {
  const away = agent("ben", { word: "not_ready", wordSince: 1_000, missedOffer: true });
  const wraps = agent("ines", { word: "after_call_work", wordSince: 500_000 });
  expect(at(1_000, { agents: [away] })).toMatchObject({
    alerts: [{ kind: "not_answering", subjectId: "ben", since: 1_000 }],
    nextAt: 601_000,
  });
  const up = at(601_000, { agents: [away, wraps] }).alerts;
  expect(up.map(({ kind, subjectId, since }) => [kind, subjectId, since])).toEqual([
    ["not_answering", "ben", 1_000],
    ["state_time", "ines", 560_000],
    ["state_time", "ben", 601_000],
  ]);
  expect(at(602_000, { agents: [agent("ben", { wordSince: 602_000 }), wraps] }, up).alerts).toMatchObject([
    { subjectId: "ines" },
  ]);
});

test("a storm is a list that ends: of each kind the longest", () => {
  const agents = Array.from({ length: 500 }, (_, n) =>
    agent(`a${n}`, { word: "not_ready", wordSince: 500 - n }),
  );
  const { alerts } = at(2_000_000, { agents });
  expect(alerts).toHaveLength(PER_KIND_MAX);
  expect(alerts[0]?.subjectId).toBe("a499");
});

test("the level counts first answers and who gave up too late, of the last half hour, for the service of then", () => {
  const level = new LevelWindow();
  let seq = 0;
  const tell = (type: string, id: string, time: number, fields: Record<string, unknown> = {}) =>
    level.follow({ type, interactionId: id as InteractionId, seq: ++seq, at: time, ...fields } as never);
  const asks = (id: string, time: number, kind = "first", serviceId = "claims") =>
    tell("AgentRequested", id, time, { kind, serviceId, enqueuedAt: time });
  asks("quick", 0);
  tell("AgentJoined", "quick", 10_000);
  tell("AgentJoined", "quick", 90_000, { kind: "invite" });
  asks("slow", 0);
  tell("AgentJoined", "slow", 60_000);
  asks("gave-up", 0);
  tell("InteractionEnded", "gave-up", 40_000);
  asks("changed-mind", 0);
  tell("InteractionEnded", "changed-mind", 5_000);
  asks("moved", 0);
  asks("moved", 0, "transfer", "general");
  tell("AgentJoined", "moved", 1_000);
  asks("back", 0, "return");
  tell("AgentJoined", "back", 500_000);
  expect(level.of("claims", 30_000, 100_000)).toEqual({ count: 3, percent: 100 / 3 });
  expect(level.of("general", 30_000, 100_000)).toEqual({ count: 1, percent: 100 });
  expect(
    level.of("claims", 30_000, 10_000 + ALERT_LEVEL_WINDOW_MS).count,
    "the quick one is too long ago",
  ).toBe(2);
  expect(level.of("nothing", 30_000, 0)).toEqual({ count: 0, percent: 100 });
});
