import type { RecordingForm } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const asItComes: RecordingForm = {
  mode: "on_demand",
  mayStop: true,
  pauseMaxMs: 120_000,
  consent: "not_required",
  retentionDays: 90,
  agentsListen: true,
  download: "supervisors",
};
const strict: RecordingForm = {
  mode: "always",
  mayStop: false,
  pauseMaxMs: null,
  consent: "not_required",
  retentionDays: null,
  agentsListen: false,
  download: "nobody",
};
const save = (was: RecordingForm, form: RecordingForm, serviceId: string = claims) =>
  admin.ask("saveRecordingRule", { serviceId, was, form });
const rule = async () =>
  (await admin.done("setupRecording", {})).rules.find(({ serviceId }) => serviceId === claims);

test("a service that nobody has set has the rule as it comes", async () => {
  const { rules } = await admin.done("setupRecording", {});
  expect(rules.map(({ name, form }) => [name, form])).toEqual([
    ["Auto claims", asItComes],
    ["General", asItComes],
  ]);
});

test("a saved rule is the core's and the tables', and says who made it; the service stays as it was", async () => {
  const before = house.runtime.state.configuration.services.get(claims);
  expect(await save(asItComes, strict)).toMatchObject({ ok: true });
  expect(await rule()).toEqual({
    serviceId: claims,
    name: "Auto claims",
    form: strict,
    changedAt: house.clock.now(),
    changedBy: "Olga Admin",
  });
  expect(house.runtime.state.configuration.services.get(claims)).toEqual({
    ...before,
    recording: { mode: "always", mayStop: false, pauseMaxMs: null, consent: "not_required" },
  });
});

test("a change of the time alone is in the journal too, with who made it", async () => {
  await save(asItComes, { ...asItComes, retentionDays: 30 });
  expect(await rule()).toMatchObject({ form: { retentionDays: 30 }, changedBy: "Olga Admin" });
});

test("who is slower overwrites nothing; the same asked again changes nothing", async () => {
  const mine = { ...asItComes, retentionDays: 30 };
  await save(asItComes, mine);
  const { seq } = house.runtime.state;
  expect(await save(asItComes, mine)).toMatchObject({ ok: true });
  expect(house.runtime.state.seq).toBe(seq);
  expect(await save(asItComes, strict)).toMatchObject({
    ok: false,
    error: { code: "version_conflict", facts: { changedBy: "Olga Admin" } },
  });
  expect(await rule()).toMatchObject({ form: mine });
});

test.each([
  ["no days", { retentionDays: 0 }],
  ["half a day", { retentionDays: 0.5 }],
  ["a pause that is over at once", { pauseMaxMs: 1 }],
  ["nobody we know", { download: "everybody" }],
])("%s is refused", async (_what, over) => {
  const form = { ...asItComes, ...over } as RecordingForm;
  expect(await save(asItComes, form)).toMatchObject({ ok: false, error: { code: "invalid_args" } });
});

test("a service that is not there has no rule", async () => {
  expect(await save(asItComes, strict, "gone")).toMatchObject({
    ok: false,
    error: { code: "object_not_found" },
  });
});
