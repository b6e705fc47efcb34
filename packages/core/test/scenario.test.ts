import { expect, test } from "vitest";
import {
  asId,
  type EntryId,
  problemsOf,
  type ScenarioStep,
  type ScheduleId,
  type ServiceId,
  unknownIn,
  unreachableSteps,
} from "../src/index.js";
import { CallStory, prompt, scenarioOf, step } from "./call-story.js";
import { chat, claims, day, service } from "./story.js";

test("[SCN-1] a scenario that cannot work is refused, with the step and the field", () => {
  const bad: Record<string, ScenarioStep> = {
    hours: { type: "play", prompts: [], next: step("nowhere") },
    a: { type: "set", name: "x", value: "1", next: step("b") },
    b: { type: "set", name: "x", value: "2", next: step("a") },
    zone: {
      type: "hours",
      zone: { name: "Mars/Olympus", offsets: [] },
      open: [{ weekday: 1, fromMinute: 600, toMinute: 540 }],
      holidays: ["2026-12-25", "25 December"],
      whenOpen: step("claims"),
      whenClosed: step("closed"),
    },
    mute: {
      type: "menu",
      prompts: [],
      choices: {},
      invalidPrompts: [],
      timeoutMs: 10,
      attemptsMax: 0,
      otherwise: step("bye"),
    },
    digits: {
      type: "collect",
      prompts: [],
      name: "policy",
      lengthMin: 4,
      lengthMax: 2,
      secure: false,
      timeoutMs: 5_000,
      attemptsMax: 1,
      next: step("bye"),
      otherwise: step("bye"),
    },
  };
  const problems = problemsOf({ ...scenarioOf(bad), start: step("gone") });
  expect(problems.map(({ stepId, code, field }) => [stepId, code, field])).toEqual([
    [null, "start_unknown", undefined],
    ["hours", "step_unknown", "next"],
    ["hours", "empty", "prompts"],
    ["a", "never_waits", undefined],
    ["b", "never_waits", undefined],
    ["zone", "range", "zone.offsets"],
    ["zone", "range", "holidays.1"],
    ["zone", "range", "open.0.toMinute"],
    ["mute", "range", "timeoutMs"],
    ["mute", "range", "attemptsMax"],
    ["mute", "no_choice", "choices"],
    ["digits", "range", "lengthMax"],
  ]);
  expect(problemsOf(scenarioOf())).toEqual([]);
  const refused = new CallStory().refuses({ type: "ConfigureScenario", scenario: scenarioOf(bad) });
  expect(refused).toEqual({
    code: "scenario_invalid",
    facts: { stepId: "hours", problem: "step_unknown", field: "next" },
  });
});

test("[SCN-1] a call keeps the version with which it began; the next one has the new", () => {
  const story = new CallStory().at("09:00:00").calls("maria");
  const changed = scenarioOf({ hours: { type: "hang_up", prompts: [prompt("bye")] } });
  story.do({ type: "ConfigureScenario", scenario: { ...changed, version: 2 } });
  story.heard("maria", { kind: "key", key: "2" }).heard("maria", { kind: "ended" });
  expect(story.callOf("maria").run?.stepId, "back in the menu, as it was").toBe("menu");
  story.calls("jonas").heard("jonas", { kind: "key", key: "2" }).heard("jonas", { kind: "ended" });
  expect(story.lastOf("InteractionEnded")).toMatchObject({ interactionId: "jonas", cause: "scenario" });
  story.holds();
});

test("[SCN-2] a menu goes where the key says, and is said again after silence or a key that is no choice", () => {
  const story = new CallStory().at("09:00:00").calls("maria").heard("maria", { kind: "key", key: "7" });
  expect(story.callOf("maria").run).toMatchObject({ stepId: "menu", attempt: 2, afterInvalid: true });
  story.heard("maria", { kind: "no_input" });
  expect(story.callOf("maria").run).toMatchObject({ stepId: "menu", attempt: 3, afterInvalid: false });
  story.heard("maria", { kind: "no_input" });
  expect(story.callOf("maria").run, "after the last attempt").toMatchObject({ stepId: "claims" });
  story.calls("jonas").heard("jonas", { kind: "key", key: "2" });
  expect(story.callOf("jonas").run?.stepId).toBe("hours");
  story.holds();
});

const collect: ScenarioStep = {
  type: "collect",
  prompts: [prompt("policy")],
  name: "card",
  lengthMin: 4,
  lengthMax: 6,
  secure: true,
  timeoutMs: 5_000,
  attemptsMax: 2,
  next: step("claims"),
  otherwise: step("bye"),
};

test("[SCN-3] of collected digits the core learns the length and, when secure, a token", () => {
  const story = new CallStory({ ...scenarioOf({ card: collect }), start: step("card") })
    .at("09:00:00")
    .calls("maria")
    .heard("maria", { kind: "collected", length: 3, token: "t0" });
  expect(story.callOf("maria").run, "too short").toMatchObject({ stepId: "card", attempt: 2 });
  story.heard("maria", { kind: "collected", length: 6, token: "t1" });
  expect(story.lastOf("CallDataSet")).toMatchObject({ name: "card", value: null, length: 6, token: "t1" });
  expect(story.callOf("maria").run?.stepId).toBe("claims");
  story.calls("jonas").heard("jonas", { kind: "no_input" }).heard("jonas", { kind: "no_input" });
  expect(story.callOf("jonas").run?.stepId).toBe("bye");
  const checked = new CallStory({
    ...scenarioOf({
      card: { ...collect, check: "card_number", invalidPrompts: [prompt("no")], cancelled: step("hours") },
    }),
    start: step("card"),
  }).at("09:00:00");
  checked.calls("maria").heard("maria", { kind: "invalid" });
  expect(checked.picture("maria")?.plays).toMatchObject([
    { prompts: ["no", "policy"], keys: { check: "card_number", cancels: true } },
  ]);
  checked.heard("maria", { kind: "invalid" });
  expect(checked.callOf("maria").run?.stepId, "after the last attempt").toBe("bye");
  checked.calls("jonas").heard("jonas", { kind: "cancelled" });
  expect(checked.callOf("jonas").run?.stepId).not.toBe("card");
  story.calls("ines").heard("ines", { kind: "cancelled" });
  expect(story.callOf("ines").run, "a step without a way out").toMatchObject({ stepId: "card", attempt: 2 });
  checked.holds();
  story.holds();
});

test("[SCN-4] the caller waits from find agent on; position and wait are said, and waiting too long overflows", () => {
  const story = new CallStory().at("09:00:00").calls("jonas").heard("jonas", { kind: "key", key: "1" });
  story.at("09:01:00").calls("maria").at("09:01:20").heard("maria", { kind: "key", key: "1" });
  expect(story.state.interactions.get(chat("maria"))?.enqueuedAt, "not from the first ring").toBe(
    day("09:01:20"),
  );
  story.time("09:01:50");
  expect(story.lastOf("QueuePositionAnnounced")).toMatchObject({
    interactionId: "maria",
    ahead: 1,
    waitSeconds: null,
    announceAt: day("09:02:20"),
  });
  expect(story.plays("maria")).toEqual(["music", "position"]);
  story.time("09:05:00");
  expect(story.callOf("jonas").run?.stepId, "overflow").toBe("bye");
  expect(story.state.interactions.get(chat("jonas"))?.request).toBeNull();
  story.heard("jonas", { kind: "ended" });
  expect(story.lastOf("InteractionEnded").cause).toBe("scenario");
  story.holds();
});

test("[SCN-4] a queue that is full is unavailable", () => {
  const story = new CallStory().at("09:00:00");
  story.do({ type: "ConfigureService", service: service(claims, { queueLengthMax: 1 }) });
  story.calls("maria").heard("maria", { kind: "key", key: "1" });
  story.calls("jonas").heard("jonas", { kind: "key", key: "1" });
  expect(story.callOf("jonas").run?.stepId).toBe("closed");
  expect(story.plays("jonas")).toEqual(["prompts"]);
  story.holds();
});

test("[SCN-5] hours are the place's own, with its holidays", () => {
  const hours: ScenarioStep = {
    type: "hours",
    zone: {
      name: "America/Los_Angeles",
      offsets: [
        { from: 0, minutes: -7 * 60 },
        // Summer time ended on Sunday, 1 November 2026, at nine UTC.
        { from: Date.UTC(2026, 10, 1, 9), minutes: -8 * 60 },
        { from: Date.UTC(2027, 2, 14, 10), minutes: -7 * 60 },
        { from: Date.UTC(2027, 10, 7, 9), minutes: -8 * 60 },
      ],
    },
    open: [
      { weekday: 1, fromMinute: 8 * 60, toMinute: 17 * 60 },
      { weekday: 6, fromMinute: 8 * 60, toMinute: 12 * 60 },
    ],
    holidays: ["2026-11-09"],
    whenOpen: step("claims"),
    whenClosed: step("closed"),
  };
  const arriving = (when: number): string | undefined => {
    const story = new CallStory({ ...scenarioOf({ door: hours }), start: step("door") });
    const hoursSince = (when - day("00:00:00")) / 3_600_000;
    story.at(`${hoursSince}:00:00`).calls("maria");
    story.holds();
    return story.callOf("maria").run?.stepId;
  };
  // Monday, 2 November 2026; Los Angeles is eight hours behind.
  expect(arriving(Date.UTC(2026, 10, 2, 15)), "seven in the morning there").toBe("closed");
  expect(arriving(Date.UTC(2026, 10, 2, 16))).toBe("claims");
  expect(arriving(Date.UTC(2026, 10, 3, 0)), "four in the afternoon").toBe("claims");
  expect(arriving(Date.UTC(2026, 10, 3, 1)), "five").toBe("closed");
  expect(arriving(Date.UTC(2026, 10, 9, 18)), "a holiday").toBe("closed");
  expect(arriving(Date.UTC(2027, 6, 3, 15)), "a summer Saturday, seven hours behind").toBe("claims");
  expect(arriving(Date.UTC(2028, 1, 28, 16)), "the last Monday of February, leap year").toBe("claims");
});

test("[SCN-5] hours may be the center's, as they are when the call comes, and those that are named stay", () => {
  const office = asId<ScheduleId>("office");
  const berlin = { name: "Europe/Berlin", offsets: [{ from: 0, minutes: 60 }] };
  const door: ScenarioStep = {
    type: "hours",
    scheduleId: office,
    zone: berlin,
    open: [],
    holidays: [],
    whenOpen: step("claims"),
    whenClosed: step("closed"),
  };
  const weekday = new Date(day("00:00:00")).getUTCDay() as 0 | 1 | 2 | 3 | 4 | 5 | 6;
  const open = [{ weekday: weekday === 0 ? (7 as const) : weekday, fromMinute: 720, toMinute: 780 }];
  const story = new CallStory({ ...scenarioOf({ door }), start: step("door") });
  story.do({ type: "ConfigureSchedule", schedule: { id: office, zone: berlin, open, days: [] } });
  story.at("10:59:00").calls("maria");
  expect(story.callOf("maria").run?.stepId, "a minute before noon there; the step's own hours are none").toBe(
    "closed",
  );
  story.at("11:00:00").calls("ben");
  expect(story.callOf("ben").run?.stepId).toBe("claims");
  expect(story.refuses({ type: "RemoveSchedule", scheduleId: office }).code).toBe("schedule_in_use");
  story.holds();
});

test("[SCN-6] a voice process that owes an answer for three minutes is not waited for", () => {
  const story = new CallStory().at("09:00:00").calls("maria").heard("maria", { kind: "key", key: "2" });
  expect(story.callOf("maria").run?.stepId).toBe("hours");
  story.time("09:03:00");
  expect(story.callOf("maria").run?.stepId).toBe("menu");
  story.time("09:06:00");
  expect(story.callOf("maria").run?.stepId, "a menu without an answer is a menu without input").toBe(
    "claims",
  );
  story.holds();
});

test("[SCN-7] transfer goes on with another entry's scenario; a circle of transfers hangs up", () => {
  const toOther = { type: "transfer", entryId: asId<EntryId>("other"), unavailable: step("bye") } as const;
  const story = new CallStory(scenarioOf({ hours: toOther })).at("09:00:00").calls("maria");
  story.heard("maria", { kind: "key", key: "2" });
  expect(story.callOf("maria").run?.stepId, "there is no such entry").toBe("bye");
  const back = { type: "transfer", entryId: asId<EntryId>("other"), unavailable: step("bye") } as const;
  story.do({
    type: "ConfigureScenario",
    scenario: { ...scenarioOf({ back }), id: asId("round"), start: step("back") },
  });
  story.do({
    type: "ConfigureEntry",
    entry: {
      id: asId("other"),
      channel: "voice",
      serviceId: claims,
      priority: 0,
      voice: { address: "8009", scenarioId: asId("round") },
    },
  });
  story.calls("jonas").heard("jonas", { kind: "key", key: "2" });
  expect(story.lastOf("InteractionEnded")).toMatchObject({ interactionId: "jonas", cause: "scenario" });
  story.do({
    type: "ConfigureScenario",
    scenario: { ...scenarioOf(), id: asId("round"), version: 2, start: step("hours") },
  });
  story.calls("nora").heard("nora", { kind: "key", key: "2" });
  expect(story.callOf("nora")).toMatchObject({ scenario: { id: "round" }, run: { stepId: "hours" } });
  story.holds();
});

test("[SCN-8] services, numbers and prompts that are not there are told with the step that names them", () => {
  const gone = {
    type: "find_agent",
    serviceId: asId<ServiceId>("gone"),
    music: prompt("gone"),
    announceEveryMs: null,
    overflowAfterMs: null,
    overflow: step("bye"),
    unavailable: step("bye"),
  } as const;
  const on = { type: "transfer", entryId: asId<EntryId>("gone"), unavailable: step("bye") } as const;
  const open = { ...on, entryId: asId<EntryId>("") };
  const scenario = scenarioOf({
    gone,
    on,
    open,
    bye: { type: "hang_up", prompts: [prompt("bye"), prompt("x")] },
  });
  const known = {
    prompt: (id: string) => id !== "gone" && id !== "x",
    service: (id: string) => id !== "gone",
    schedule: () => false,
    entry: () => false,
  };
  expect(unknownIn(scenario, known)).toEqual([
    { stepId: "bye", code: "unknown", field: "prompts" },
    { stepId: "gone", code: "unknown", field: "music" },
    { stepId: "gone", code: "unknown", field: "serviceId" },
    { stepId: "on", code: "unknown", field: "entryId" },
  ]);
  expect(problemsOf(scenario)).toEqual([{ stepId: "open", code: "empty", field: "entryId" }]);
});

test("[SCN-8] steps that no call gets to are known, with those that only they lead to", () => {
  const island = { type: "play", prompts: [prompt("hours")], next: step("shore") } as const;
  const shore = { type: "hang_up", prompts: [] } as const;
  expect(unreachableSteps(scenarioOf())).toEqual([]);
  expect(unreachableSteps(scenarioOf({ island, shore }))).toEqual(["island", "shore"]);
  expect(problemsOf(scenarioOf({ island, shore })), "which is no problem").toEqual([]);
});
