import type { ScheduleForm } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { renewZones } from "../../src/center/renew-zones.js";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const always = [{ fromMinute: 0, toMinute: 1_440 }];
/** Open until the next full hour but one by UTC, whatever hour it is now. */
const closingSoon = (): ScheduleForm => {
  const hour = new Date(house.clock.now()).getUTCHours();
  const day = (new Date(house.clock.now()).getUTCDay() + 6) % 7;
  return {
    name: "Office",
    zone: "UTC",
    week: Array.from({ length: 7 }, (_, at) =>
      at === day ? [{ fromMinute: 0, toMinute: Math.min(1_440, (hour + 1) * 60) }] : always,
    ),
    days: [{ date: "2026-12-25", name: "Christmas Day", open: [] }],
  };
};
const listed = async () => (await admin.done("setupSchedules", {})).schedules;
const giveToClaims = async (scheduleId: string | null) => {
  const row = (await admin.done("setupServices", {})).services.find((one) => one.serviceId === claims);
  if (row === undefined) throw new Error("no claims");
  await admin.done("saveService", {
    serviceId: claims,
    was: row.form,
    form: { ...row.form, scheduleId },
  });
};

test("opening hours are made, given to a service, and close it for everybody at their edge", async () => {
  const form = closingSoon();
  const { scheduleId } = await admin.done("saveSchedule", { scheduleId: null, was: null, form });
  await giveToClaims(scheduleId);
  expect(await listed()).toMatchObject([
    { scheduleId, form, open: true, usedBy: [{ id: claims }], changedBy: "Olga Admin" },
  ]);
  const [edge] = await listed();
  await house.clock.advance((edge?.until ?? 0) - house.clock.now() - 2_000);
  const sofia = await house.desk("sofia");
  const service = () => sofia.view?.services.find((one) => one.serviceId === claims);
  expect(service()?.open).toBe(true);
  await house.clock.advance(3_000);
  expect(service()?.open).toBe(false);
  admin = await house.desk("olga");
  expect((await admin.refused("removeSchedule", { scheduleId })).code).toBe("schedule_in_use");
  await giveToClaims(null);
  await house.clock.advance(1_000);
  expect(service()?.open).toBe(true);
  await admin.done("removeSchedule", { scheduleId });
  expect(await listed()).toEqual([]);
});

test("the names and hours outlast a restart, and the service is closed after it, too", async () => {
  const { scheduleId } = await admin.done("saveSchedule", {
    scheduleId: null,
    was: null,
    form: { ...closingSoon(), week: Array.from({ length: 7 }, () => []) },
  });
  await giveToClaims(scheduleId);
  await house.killAndRestart();
  admin = await house.desk("olga");
  expect(await listed()).toMatchObject([{ form: { name: "Office", days: [{ name: "Christmas Day" }] } }]);
  expect(admin.view?.services.find((one) => one.serviceId === claims)?.open).toBe(false);
});

test("of two who change the same hours, the slower is told who was quicker", async () => {
  const form = closingSoon();
  const { scheduleId } = await admin.done("saveSchedule", { scheduleId: null, was: null, form });
  await admin.done("saveSchedule", { scheduleId, was: form, form: { ...form, zone: "Europe/Berlin" } });
  const stale = { scheduleId, was: form, form: { ...form, name: "Counter" } };
  const refused = await admin.refused("saveSchedule", stale);
  expect(refused).toMatchObject({ code: "version_conflict", facts: { changedBy: "Olga Admin" } });
});

test("a name that is taken, a zone that is none, and hours that meet are refused", async () => {
  const form = closingSoon();
  await admin.done("saveSchedule", { scheduleId: null, was: null, form });
  const save = (change: Partial<ScheduleForm>) =>
    admin.refused("saveSchedule", { scheduleId: null, was: null, form: { ...form, ...change } });
  expect((await save({ name: " office " })).code).toBe("name_taken");
  expect((await save({ name: "Mars", zone: "Mars/Olympus" })).code).toBe("object_not_found");
  const meeting = [
    { fromMinute: 0, toMinute: 60 },
    { fromMinute: 30, toMinute: 90 },
  ];
  expect((await save({ name: "Twice", week: [meeting, [], [], [], [], [], []] })).code).toBe("invalid_args");
});

test("a form that is tried says when it turns, by the clocks of its place", async () => {
  const nine = [{ fromMinute: 540, toMinute: 1_020 }];
  const form = { name: "?", zone: "America/New_York", week: Array.from({ length: 7 }, () => nine), days: [] };
  const { turns } = await admin.done("trySchedule", { form });
  expect(turns.length).toBeGreaterThanOrEqual(26);
  const hours = new Set(
    turns.map(({ at, open }) =>
      [open, new Date(at).toLocaleTimeString("en", { timeZone: form.zone, hourCycle: "h23" })].join(" "),
    ),
  );
  expect([...hours].sort()).toEqual(["false 17:00:00", "true 09:00:00"]);
});

test("hours whose clocks are out of date are given those that this machine knows", async () => {
  const form = { ...closingSoon(), zone: "Europe/Berlin" };
  const { scheduleId } = await admin.done("saveSchedule", { scheduleId: null, was: null, form });
  const center = house.runtime;
  const schedule = center.state.configuration.schedules.get(scheduleId as never);
  if (schedule === undefined) throw new Error("it was made");
  expect(await renewZones(center, house.clock)).toBe(0);
  const stale = { ...schedule, zone: { name: "Europe/Berlin", offsets: [{ from: 0, minutes: 60 }] } };
  await center.submit({ command: { type: "ConfigureSchedule", schedule: stale } });
  expect(await renewZones(center, house.clock)).toBe(1);
  expect(center.state.configuration.schedules.get(scheduleId as never)?.zone).toEqual(schedule.zone);
});
