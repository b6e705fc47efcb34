import { type DeskInput, deskRequests, type NumberForm, usualAlertRules } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answeredRequestNames } from "../../src/desk-gateway/requests/answer-requests.js";
import { auditRules, untold } from "../../src/desk-gateway/requests/audit/rules.js";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const all: DeskInput<"changes"> = {
  kind: null,
  by: null,
  search: "",
  from: null,
  until: null,
  before: null,
  limit: 20,
};
const changes = async (query: Partial<DeskInput<"changes">> = {}) =>
  (await admin.done("changes", { ...all, ...query })).changes;
const newest = async () => {
  const [first] = await changes({ limit: 1 });
  if (first === undefined) throw new Error("nothing was told");
  return first;
};

const scenario = async (): Promise<string> =>
  (
    await admin.done("saveScenario", {
      scenarioId: null,
      base: 0,
      form: {
        name: "Menu",
        start: "bye",
        steps: [{ stepId: "bye", name: "Bye", step: { type: "hang_up", prompts: ["goodbye"] } }],
      },
    })
  ).scenarioId;
const line = async (name = "Claims line"): Promise<{ entryId: string; form: NumberForm }> => {
  const form = { name, address: "8000", serviceId: claims, priority: 10, scenarioId: await scenario() };
  const { entryId } = await admin.done("saveNumber", { entryId: null, was: null, form });
  return { entryId, form };
};

describe("who changes what is told", () => {
  test("a new number: by whom, when, what it is, and what the ids in it are called", async () => {
    const { entryId, form } = await line();
    const answer = await admin.done("changes", all);
    expect(answer.changes[0]).toMatchObject({
      by: { agentId: "olga", name: "Olga Admin" },
      at: house.clock.now(),
      kind: "number",
      subjectId: entryId,
      subjectName: "Claims line",
      action: "created",
      before: null,
      after: form,
      certain: true,
      mayUndo: true,
    });
    expect(answer.names[claims]).toBe("Auto claims");
    expect(answer.people).toEqual([{ agentId: "olga", name: "Olga Admin" }]);
    expect(answer.changes[1]).toMatchObject({ kind: "scenario", action: "created", subjectName: "Menu" });
  });

  test("a change has the form before and after; what is refused or changes nothing is not told", async () => {
    const { entryId, form } = await line();
    const count = (await changes()).length;
    await admin.done("saveNumber", { entryId, was: form, form });
    await admin.refused("saveNumber", {
      entryId,
      was: { ...form, priority: 1 },
      form: { ...form, name: "x" },
    });
    expect(await changes()).toHaveLength(count);
    await admin.done("saveNumber", { entryId, was: form, form: { ...form, name: "Renamed", priority: 30 } });
    expect(await newest()).toMatchObject({
      action: "changed",
      subjectName: "Renamed",
      before: form,
      after: { ...form, name: "Renamed", priority: 30 },
    });
  });

  test("it is kept with the change: a request that is asked again after a restart is told once", async () => {
    const { entryId, form } = await line();
    const save = { entryId, was: form, form: { ...form, name: "Once" } };
    await admin.done("saveNumber", save, "save-once");
    const told = await changes();
    await house.killAndRestart();
    admin = await house.desk("olga");
    await admin.done("saveNumber", save, "save-once");
    expect((await changes()).map(({ auditId }) => auditId)).toEqual(told.map(({ auditId }) => auditId));
  });

  test("what tables alone know is told too; a password is not", async () => {
    const { trunks, revision } = await admin.done("network", {});
    const trunk = { ...trunks[0]?.trunk, name: "Second carrier" } as never;
    await admin.ask("saveTrunk", { revision, trunkId: null, trunk, password: "very-secret-word" });
    const found = await newest();
    expect(found).toMatchObject({ kind: "trunk", action: "created", secretSet: true, certain: true });
    expect(JSON.stringify(found)).not.toContain("very-secret-word");
  });

  test("somebody's own canned response is nobody's business; a shared one is told", async () => {
    const form = {
      title: "Hi",
      keyword: "hi",
      folder: "",
      text: "Hi!",
      language: null,
      serviceIds: [],
      marks: [],
    };
    await admin.done("saveCannedResponse", { responseId: "own", version: 0, shared: false, form });
    expect(await changes()).toEqual([]);
    await admin.done("saveCannedResponse", { responseId: "shared", version: 0, shared: true, form });
    expect(await newest()).toMatchObject({ kind: "canned", subjectName: "Hi", after: form });
  });

  test("when alerts come is told of the supervisor who set it, and taken back by an administrator, live", async () => {
    const anna = await house.desk("anna");
    const rules = { ...usualAlertRules, waiting: { on: true, count: 3 } };
    await anna.done("saveAlertRules", { was: usualAlertRules, rules });
    await anna.done("saveAlertRules", { was: usualAlertRules, rules });
    const [change, ...others] = await changes({ kind: "alertRules" });
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      by: { agentId: "anna" },
      action: "changed",
      before: usualAlertRules,
      after: rules,
      certain: true,
      mayUndo: true,
    });
    await anna.refused("undoChange", { auditId: change?.auditId ?? "" });
    await admin.done("undoChange", { auditId: change?.auditId ?? "" });
    expect(await anna.done("alertRules", {})).toMatchObject({
      rules: usualAlertRules,
      changed: { agentId: "olga" },
    });
    expect(await newest()).toMatchObject({ by: { agentId: "olga" }, undoes: change?.auditId, before: rules });
  });

  test("nobody else reads or takes back", async () => {
    await line();
    const { auditId } = await newest();
    for (const name of ["sofia", "anna"]) {
      const desk = await house.desk(name);
      expect((await desk.refused("changes", all)).code).toBe("not_enough_privileges");
      expect((await desk.refused("undoChange", { auditId })).code).toBe("not_enough_privileges");
    }
  });
});

describe("a change is taken back", () => {
  test("it is as it was; the undoing is a change of its own, and can be taken back as well", async () => {
    const { entryId, form } = await line();
    const other = { ...form, name: "Renamed" };
    await admin.done("saveNumber", { entryId, was: form, form: other });
    const changed = await newest();
    await admin.done("undoChange", { auditId: changed.auditId });
    const nameNow = async () => (await admin.done("setupNumbers", {})).numbers[0]?.name;
    expect(await nameNow()).toBe("Claims line");
    const [undoing, undone] = await changes({ kind: "number" });
    expect(undoing).toMatchObject({ undoes: changed.auditId, before: other, after: form, mayUndo: true });
    expect(undone).toMatchObject({
      mayUndo: false,
      undone: { auditId: undoing?.auditId, name: "Olga Admin" },
    });
    expect((await admin.refused("undoChange", { auditId: changed.auditId })).code).toBe("not_suitable_state");
    await admin.done("undoChange", { auditId: undoing?.auditId ?? "" });
    expect(await nameNow()).toBe("Renamed");
  });

  test("what was made is removed, and what was removed comes back", async () => {
    const { form } = await line();
    await admin.done("undoChange", { auditId: (await newest()).auditId });
    expect((await admin.done("setupNumbers", {})).numbers).toEqual([]);
    await admin.done("undoChange", { auditId: (await newest()).auditId });
    expect((await admin.done("setupNumbers", {})).numbers).toMatchObject([form]);
  });

  test("a removed shared canned response comes back", async () => {
    const form = {
      title: "Hi",
      keyword: "hi",
      folder: "",
      text: "Hi!",
      language: null,
      serviceIds: [],
      marks: [],
    };
    await admin.done("saveCannedResponse", { responseId: "shared", version: 0, shared: true, form });
    await admin.done("deleteCannedResponse", { responseId: "shared", version: 1, deleted: true });
    await admin.done("undoChange", { auditId: (await newest()).auditId });
    expect((await admin.done("cannedResponses", {})).responses).toMatchObject([{ ...form, shared: true }]);
  });

  test("not over somebody else's later change: who made it is told", async () => {
    const { entryId, form } = await line();
    const first = await newest();
    await admin.done("saveNumber", { entryId, was: form, form: { ...form, name: "Later" } });
    expect(await admin.refused("undoChange", { auditId: first.auditId })).toMatchObject({
      code: "version_conflict",
      facts: { changedBy: "Olga Admin", changedAt: house.clock.now() },
    });
    expect((await admin.refused("undoChange", { auditId: "none" })).code).toBe("object_not_found");
  });
});

/** Requests of Set-up that only read. */
const READING: ReadonlySet<string> = new Set([
  deskRequests.setupApiKeys.name,
  deskRequests.setupScenarios.name,
  deskRequests.setupScenario.name,
  deskRequests.setupPrompts.name,
  deskRequests.setupNumbers.name,
  deskRequests.setupRecording.name,
  deskRequests.setupMasking.name,
  deskRequests.setupAfterChat.name,
  deskRequests.setupScreenPops.name,
  deskRequests.network.name,
  deskRequests.networkStates.name,
  deskRequests.doNotCall.name,
  deskRequests.mailboxes.name,
  deskRequests.forwardings.name,
  deskRequests.changes.name,
  deskRequests.setupServices.name,
  deskRequests.setupSkills.name,
  deskRequests.setupReasons.name,
  deskRequests.setupSchedules.name,
  deskRequests.setupChatEntries.name,
  deskRequests.setupUsers.name,
  deskRequests.setupTeams.name,
  deskRequests.setupRoles.name,
]);

test("every request of Set-up reads, is told, or says why it is not", () => {
  const told = new Set(auditRules.map(({ name }) => name));
  const setup = answeredRequestNames.filter((name) => name.startsWith("desk.setup."));
  expect(setup.length).toBeGreaterThan(30);
  const forgotten = setup.filter((name) => !told.has(name) && !READING.has(name) && !(name in untold));
  expect(forgotten).toEqual([]);
});
