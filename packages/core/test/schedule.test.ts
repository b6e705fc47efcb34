import { expect, test } from "vitest";
import {
  asId,
  isScheduleOpen,
  isServiceOpenNow,
  openingAt,
  opensAt,
  type Schedule,
  type ScheduleId,
} from "../src/index.js";
import { chat, claims, customer, day, Story, service } from "./story.js";

const office = asId<ScheduleId>("office");
const HOUR = 3_600_000;
/** Central European time of the year in which the stories play: summer time ends on 25 October and begins on 29 March. */
const berlin = {
  name: "Europe/Berlin",
  offsets: [
    { from: 0, minutes: 60 },
    { from: Date.UTC(2026, 2, 29, 1), minutes: 120 },
    { from: Date.UTC(2026, 9, 25, 1), minutes: 60 },
    { from: Date.UTC(2027, 2, 28, 1), minutes: 120 },
  ],
};
const weekdays = [1, 2, 3, 4, 5] as const;
const hours = (over: Partial<Schedule> = {}): Schedule => ({
  id: office,
  zone: berlin,
  open: weekdays.map((weekday) => ({ weekday, fromMinute: 8 * 60, toMinute: 17 * 60 })),
  days: [],
  ...over,
});

/** A center whose claims service has office hours; 2 November 2026, the story's day, is a Monday. */
const center = (schedule = hours()): Story =>
  new Story()
    .do({ type: "ConfigureSchedule", schedule })
    .do({ type: "ConfigureService", service: service(claims, { scheduleId: office }) });
const begins = (name: string) => ({
  type: "StartInteraction" as const,
  interactionId: chat(name),
  entryId: asId<never>("app"),
  contactId: asId<never>(`contact-${name}`),
  clientKey: customer(name),
});

test("[HRS-1] hours are those of the place: of its weekday, and of a special day in the place of that", () => {
  const christmas = hours({
    days: [
      { date: "2026-12-24", open: [{ fromMinute: 8 * 60, toMinute: 12 * 60 }] },
      { date: "2026-12-25", open: [] },
      { date: "2026-12-27", open: [{ fromMinute: 600, toMinute: 1_440 }] },
    ],
  });
  const at = (date: number, hour: number, minute = 0) => Date.UTC(2026, 11, date, hour, minute);
  expect(isScheduleOpen(christmas, at(23, 6, 59))).toBe(false);
  expect(isScheduleOpen(christmas, at(23, 7))).toBe(true);
  expect(isScheduleOpen(christmas, at(23, 15, 59))).toBe(true);
  expect(isScheduleOpen(christmas, at(23, 16))).toBe(false);
  expect(isScheduleOpen(christmas, at(24, 11))).toBe(false);
  expect(isScheduleOpen(christmas, at(25, 10))).toBe(false);
  // A Sunday, until midnight there.
  expect(isScheduleOpen(christmas, at(27, 22, 59))).toBe(true);
  expect(isScheduleOpen(christmas, at(27, 23))).toBe(false);
});

test("[HRS-2] it turns at its edges, a change of the clocks included, and one that never turns is looked at again", () => {
  const summer = Date.UTC(2026, 9, 23, 15, 1);
  // Friday 17:00 in summer time; Monday 8:00 is an hour later by UTC, for the clocks were put back on Sunday.
  expect(openingAt(hours(), summer)).toEqual({ open: false, until: Date.UTC(2026, 9, 26, 7) });
  // From 2 to 3 in the morning there is no such hour on 29 March, and twice on 25 October.
  const night = hours({
    open: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday: weekday as 1, fromMinute: 150, toMinute: 180 })),
  });
  const march = openingAt(night, Date.UTC(2026, 2, 29, 0));
  expect(march).toEqual({ open: false, until: Date.UTC(2026, 2, 30, 0, 30) });
  const october = openingAt(night, Date.UTC(2026, 9, 25, 0));
  expect(october).toEqual({ open: false, until: Date.UTC(2026, 9, 25, 0, 30) });
  expect(openingAt(night, october.until)).toEqual({ open: true, until: Date.UTC(2026, 9, 25, 1) });
  expect(openingAt(night, Date.UTC(2026, 9, 25, 1))).toEqual({
    open: false,
    until: Date.UTC(2026, 9, 25, 1, 30),
  });
  const never = openingAt(hours({ open: [] }), summer);
  expect(never.open).toBe(false);
  expect(never.until).toBeGreaterThan(summer + 300 * 24 * HOUR);
});

test("[HRS-2] at each edge the center turns by itself, and an absence moves no opening", () => {
  const story = center();
  expect(isServiceOpenNow(story.state, service(claims, { scheduleId: office }))).toBe(true);
  expect(story.center.nextDeadline()).toBe(day("16:00:00"));
  story.time("16:00:00");
  expect(story.what()).toEqual(["ScheduleTurned"]);
  expect(story.lastOf("ScheduleTurned")).toMatchObject({ scheduleId: office, open: false });
  expect(opensAt(story.state, service(claims, { scheduleId: office }), day("16:00:00"))).toBe(
    day("31:00:00"),
  );
  // The center is away over the opening of Tuesday and comes back at noon.
  story.at("35:00:00").do({ type: "ResumeCenter", lastSeenAt: day("20:00:00"), deskGraceMs: 30_000 });
  story.time("35:00:00");
  expect(story.lastOf("ScheduleTurned").open).toBe(true);
  expect(story.center.nextDeadline()).toBe(day("40:00:00"));
  story.holds();
});

test("[HRS-3] closed takes nobody new, whoever waits is served, and what is in hand goes on", () => {
  const story = center();
  story.start("maria").at("15:59:00").start("ben");
  story.at("16:00:00");
  // Also before anybody has met the deadline: the moment counts.
  expect(story.refuses(begins("late"))).toEqual({
    code: "no_chat_in_service",
    facts: { serviceId: claims },
  });
  story.time("16:00:00").ready("anna").accepts("anna", "maria").accepts("anna", "ben");
  story.answers("anna", "maria", "hello");
  story.at("31:00:00").start("early");
  // By hand it is closed whatever its hours.
  story.do({ type: "ConfigureService", service: service(claims, { scheduleId: office, open: false }) });
  expect(story.refuses(begins("noon")).code).toBe("no_chat_in_service");
  expect(opensAt(story.state, service(claims, { scheduleId: office, open: false }), day("31:00:00"))).toBe(
    null,
  );
  story.holds();
});

test("[HRS-4] what cannot be is refused, and what is used stays", () => {
  const story = center();
  const stretch = (fromMinute: number, toMinute: number) => ({ weekday: 1 as const, fromMinute, toMinute });
  for (const [field, wrong] of [
    ["zone", { zone: { name: "Nowhere", offsets: [] } }],
    ["open.1", { open: [stretch(480, 720), stretch(700, 900)] }],
    ["open.1", { open: [stretch(1_300, 120)] }],
    ["days.0", { days: [{ date: "2026-13-01", open: [] }] }],
    [
      "days.1",
      {
        days: [
          { date: "2026-12-25", open: [] },
          { date: "2026-12-25", open: [] },
        ],
      },
    ],
  ] as const)
    expect(story.refuses({ type: "ConfigureSchedule", schedule: hours(wrong) })).toEqual({
      code: "not_suitable_state",
      facts: { field },
    });
  expect(story.refuses({ type: "RemoveSchedule", scheduleId: office })).toEqual({
    code: "schedule_in_use",
    facts: { scheduleId: office, serviceId: claims },
  });
  const unknown = service(claims, { scheduleId: asId("gone") });
  expect(story.refuses({ type: "ConfigureService", service: unknown }).code).toBe("object_not_found");
  story.do({ type: "ConfigureService", service: service(claims) }).do({
    type: "RemoveSchedule",
    scheduleId: office,
  });
  expect(story.center.nextDeadline()).toBeUndefined();
  expect(story.refuses({ type: "RemoveSchedule", scheduleId: office }).code).toBe("object_not_found");
  story.holds();
});
