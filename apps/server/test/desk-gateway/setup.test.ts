import { asId, type ScenarioId } from "@patchbay/core";
import type { NumberForm, ScenarioForm } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { zoneOf } from "../../src/center/zone-offsets.js";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const menu: ScenarioForm = {
  name: "Insurer's menu",
  application: null,
  start: "menu",
  steps: [
    {
      stepId: "menu",
      name: "Main menu",
      step: {
        type: "menu",
        prompts: ["welcome-menu"],
        choices: { "1": "claims", "*": "menu" },
        invalidPrompts: [],
        timeoutMs: 6_000,
        attemptsMax: 3,
        otherwise: "bye",
      },
    },
    { stepId: "bye", name: "Goodbye", step: { type: "hang_up", prompts: ["goodbye"] } },
    {
      stepId: "claims",
      name: "Claims",
      step: {
        type: "find_agent",
        serviceId: claims,
        music: "music",
        announceEveryMs: 30_000,
        overflowAfterMs: null,
        overflow: "bye",
        unavailable: "bye",
      },
    },
  ],
};
const number = (over: Partial<NumberForm> = {}): NumberForm => ({
  name: "Claims line",
  address: "8000",
  serviceId: claims,
  priority: 10,
  scenarioId: "",
  ...over,
});

const savedMenu = async (): Promise<string> =>
  (await admin.done("saveScenario", { scenarioId: null, base: 0, form: menu })).scenarioId;

test("a scenario is saved as typed, comes back in the same order, and says who made it", async () => {
  const scenarioId = await savedMenu();
  const view = await admin.done("setupScenario", { scenarioId });
  expect(view).toMatchObject({ version: 1, newest: 1, form: menu, usedBy: [] });
  expect(view.versions).toEqual([
    { version: 1, name: "Insurer's menu", changedAt: house.clock.now(), changedBy: "Olga Admin" },
  ]);
  const { scenarios } = await admin.done("setupScenarios", {});
  expect(scenarios).toMatchObject([{ scenarioId, name: "Insurer's menu", version: 1, problems: 0 }]);
  expect(house.runtime.state.configuration.scenarios.get(asId<ScenarioId>(scenarioId))?.start).toBe("menu");
});

test("an earlier version is still there, with the names it had, after a change and a restart", async () => {
  const scenarioId = await savedMenu();
  const changed = {
    ...menu,
    name: "Menu",
    steps: menu.steps.map((one) => ({ ...one, name: `${one.name} 2` })),
  };
  expect(await admin.done("saveScenario", { scenarioId, base: 1, form: changed })).toEqual({
    scenarioId,
    version: 2,
  });
  await house.killAndRestart();
  admin = await house.desk("olga");
  const first = await admin.done("setupScenario", { scenarioId, version: 1 });
  expect(first).toMatchObject({ version: 1, newest: 2, form: menu });
  expect(first.versions.map(({ version, name }) => [version, name])).toEqual([
    [2, "Menu"],
    [1, "Insurer's menu"],
  ]);
  expect((await admin.refused("setupScenario", { scenarioId, version: 3 })).code).toBe("object_not_found");
  // Restored: the old form becomes the newest version.
  await admin.done("saveScenario", { scenarioId, base: 2, form: first.form });
  expect(await admin.done("setupScenario", { scenarioId })).toMatchObject({ version: 3, form: menu });
});

test("of two administrators, the slower one is told that there is a newer version", async () => {
  const scenarioId = await savedMenu();
  await admin.done("saveScenario", { scenarioId, base: 1, form: { ...menu, name: "Mine" } });
  const late = await admin.refused("saveScenario", { scenarioId, base: 1, form: { ...menu, name: "Late" } });
  expect(late).toMatchObject({ code: "version_conflict", facts: { version: 2 } });
  expect((await admin.done("setupScenario", { scenarioId })).form.name).toBe("Mine");
});

test("a request that is asked again after a restart gets its first answer, and changes nothing twice", async () => {
  const scenarioId = await savedMenu();
  const save = { scenarioId, base: 1, form: { ...menu, name: "Once" } };
  const first = await admin.done("saveScenario", save, "save-once-please");
  await house.killAndRestart();
  admin = await house.desk("olga");
  expect(await admin.done("saveScenario", save, "save-once-please")).toEqual(first);
  expect((await admin.done("setupScenario", { scenarioId })).newest).toBe(2);
});

test("everything that is wrong is told at once, by step and field", async () => {
  const wrong: ScenarioForm = {
    name: "Wrong",
    application: null,
    start: "hours",
    steps: [
      {
        stepId: "hours",
        name: "",
        step: {
          type: "hours",
          scheduleId: null,
          zone: "Mars/Olympus",
          open: [],
          holidays: ["2026-02-30x"],
          whenOpen: "nowhere",
          whenClosed: "agent",
        },
      },
      {
        stepId: "agent",
        name: "",
        step: {
          type: "find_agent",
          serviceId: "gone",
          music: "no-such-music",
          announceEveryMs: 10,
          overflowAfterMs: null,
          overflow: "agent",
          unavailable: "agent",
        },
      },
    ],
  };
  const problems = [
    { stepId: "hours", code: "step_unknown", field: "whenOpen" },
    { stepId: "hours", code: "unknown", field: "zone" },
    { stepId: "hours", code: "range", field: "holidays.0" },
    { stepId: "agent", code: "range", field: "announceEveryMs" },
    { stepId: "agent", code: "unknown", field: "music" },
    { stepId: "agent", code: "unknown", field: "serviceId" },
  ];
  // The wire takes at most ten letters for a day.
  const fits = JSON.parse(JSON.stringify(wrong).replace("2026-02-30x", "30 Feb")) as ScenarioForm;
  expect(await admin.refused("saveScenario", { scenarioId: null, base: 0, form: fits })).toMatchObject({
    code: "scenario_invalid",
    facts: { problems },
  });
  expect((await admin.refused("saveScenario", { scenarioId: null, base: 0, form: wrong })).code).toBe(
    "invalid_args",
  );
  const twice = { ...menu, steps: [...menu.steps, ...menu.steps] };
  expect((await admin.refused("saveScenario", { scenarioId: null, base: 0, form: twice })).code).toBe(
    "invalid_args",
  );
  expect((await admin.done("setupScenarios", {})).scenarios).toEqual([]);
});

test("a number is kept as the network sends it, leads to one place, and is found with its scenario", async () => {
  const scenarioId = await savedMenu();
  const form = number({ scenarioId, address: "00 1 (503) 555-0100" });
  const { entryId } = await admin.done("saveNumber", { entryId: null, was: null, form });
  const [row] = (await admin.done("setupNumbers", {})).numbers;
  expect(row).toMatchObject({
    entryId,
    name: "Claims line",
    address: "+15035550100",
    calls: 0,
    changedBy: "Olga Admin",
  });
  expect((await admin.done("setupScenario", { scenarioId })).usedBy).toEqual([
    { entryId, name: "Claims line", address: "+15035550100" },
  ]);
  const refused = async (over: Partial<NumberForm>): Promise<string> =>
    (await admin.refused("saveNumber", { entryId: null, was: null, form: number({ scenarioId, ...over }) }))
      .code;
  expect(await refused({ address: "+1 503 555 0100" })).toBe("number_taken");
  expect(await refused({ address: " - " })).toBe("empty_number");
  expect(await refused({ address: "reception" })).toBe("phone_not_in_dial_plan");
  expect(await refused({ address: "8001", serviceId: "gone" })).toBe("no_service");
  expect(await refused({ address: "8001", scenarioId: "gone" })).toBe("object_not_found");
  // What agents give a live call to is dialled into by nobody.
  const { scenarioId: survey } = await admin.done("saveScenario", {
    scenarioId: null,
    base: 0,
    form: { ...menu, application: "survey" },
  });
  expect(await refused({ address: "8001", scenarioId: survey })).toBe("invalid_args");
  expect(await admin.refused("removeScenario", { scenarioId })).toMatchObject({
    code: "scenario_in_use",
    facts: { usedBy: [{ entryId, name: "Claims line" }] },
  });
});

test("a number that somebody changed meanwhile is not overwritten; it is removed, and doors of apps are not", async () => {
  const scenarioId = await savedMenu();
  const was = number({ scenarioId });
  const { entryId } = await admin.done("saveNumber", { entryId: null, was: null, form: was });
  const mine = number({ scenarioId, priority: 50 });
  await admin.done("saveNumber", { entryId, was, form: mine });
  const late = await admin.refused("saveNumber", {
    entryId,
    was,
    form: number({ scenarioId, name: "Late" }),
  });
  expect(late).toMatchObject({ code: "version_conflict", facts: { changedBy: "Olga Admin" } });
  await admin.done("saveNumber", { entryId, was: mine, form: number({ scenarioId, name: "Claims" }) });
  expect(admin.shown.voice.lines).toEqual([]);
  expect((await admin.done("setupNumbers", {})).numbers).toMatchObject([{ name: "Claims", priority: 10 }]);
  expect((await admin.refused("removeNumber", { entryId: "demo-app" })).code).toBe("entry_unknown");
  await admin.done("removeNumber", { entryId });
  expect((await admin.done("setupNumbers", {})).numbers).toEqual([]);
  await admin.done("removeScenario", { scenarioId });
  expect((await admin.done("setupScenarios", {})).scenarios).toEqual([]);
});

test("set-up is for administrators, and ends with the role", async () => {
  const ben = await house.desk("ben");
  expect((await ben.refused("setupScenarios", {})).code).toBe("not_enough_privileges");
  expect((await ben.refused("saveScenario", { scenarioId: null, base: 0, form: menu })).code).toBe(
    "not_enough_privileges",
  );
  const user = house.runtime.state.configuration.users.get(asId("olga"));
  if (user === undefined) throw new Error("no olga");
  // There has to be another one.
  await house.command({ type: "ConfigureUser", user: { ...user, id: asId("paula") } });
  await house.command({ type: "ConfigureUser", user: { ...user, roles: ["supervisor"] } });
  expect((await admin.refused("setupScenarios", {})).code).toBe("not_enough_privileges");
});

test("a place's hours are looked up once, for years ahead", () => {
  const now = Date.UTC(2026, 2, 1);
  const { offsets } = zoneOf("Europe/Berlin", now);
  expect(offsets[0]).toEqual({ from: 0, minutes: 60 });
  expect(offsets).toContainEqual({ from: Date.UTC(2026, 2, 29, 1), minutes: 120 });
  expect(offsets).toContainEqual({ from: Date.UTC(2026, 9, 25, 1), minutes: 60 });
  expect(offsets).toContainEqual({ from: Date.UTC(2037, 9, 25, 1), minutes: 60 });
  expect(zoneOf("Asia/Kolkata", now).offsets).toEqual([{ from: 0, minutes: 330 }]);
  expect(zoneOf("America/St_Johns", now).offsets).toContainEqual({
    from: Date.UTC(2026, 2, 8, 5, 30),
    minutes: -150,
  });
});

test("teams to choose from are those that have a name or somebody in them, with who that is", async () => {
  const user = house.runtime.state.configuration.users.get(asId("ben"));
  if (user === undefined) throw new Error("no ben");
  await house.command({ type: "ConfigureUser", user: { ...user, teamId: asId("claims") } });
  const { teams } = await admin.done("network", {});
  const claims = teams.find(({ teamId }) => teamId === "claims");
  expect(claims?.members.join()).toContain("Ben");
  await house.command({ type: "ConfigureUser", user: { ...user, teamId: asId("claims"), enabled: false } });
  const after = (await admin.done("network", {})).teams.find(({ teamId }) => teamId === "claims");
  expect(after?.members ?? []).toEqual([]);
});
