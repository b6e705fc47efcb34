/**
 * Each privilege is asked for at the server: a request is refused to whoever has all the others, and let through to whoever
 * has this one alone. Those of HTTP: composition/authorisation.test.ts.
 */
import { randomUUID } from "node:crypto";
import { baseOf, mayDo, type Privilege, privileges, privilegesOnBase, type User } from "@patchbay/core";
import { type DeskInput, type DeskRequestKey, type RoleForm, usualAlertRules } from "@patchbay/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { supervisedBy } from "../../src/follow-ups/rights.js";
import { scopeOf } from "../../src/interaction-search/index.js";
import { rightsTo } from "../../src/recordings/index.js";
import type { Desk } from "./support/desk.js";
import { agent, House } from "./support/house.js";

let house: House;
let admin: Desk;
let anna: Desk;
beforeAll(async () => {
  house = await House.open();
  admin = await house.desk("olga");
  anna = await house.desk("anna");
});
afterAll(() => expect(house.problems).toEqual([]));

const anyUser = (name: string): User => {
  const user = house.runtime.state.configuration.users.get(agent(name));
  if (user === undefined) throw new Error(name);
  return user;
};
/** Anna has exactly these, by an own role that is set in the core. */
const give = async (included: readonly Privilege[], name = "anna"): Promise<User> => {
  const user = { ...anyUser(name), ownRole: { id: `own-${name}`, privileges: included } };
  await house.command({ type: "ConfigureUser", user });
  return user;
};
const but = (one: Privilege): readonly Privilege[] =>
  privilegesOnBase.supervisor.filter((other) => other !== one);

const on = { interactionId: "nothing" };
const to = { agentId: "sofia" };
const contact = {
  firstName: "M",
  lastName: "",
  phones: [],
  emails: [],
  account: null,
  language: null,
  notes: "",
  fields: [],
};
const canned = {
  title: "T",
  keyword: "t",
  folder: "",
  text: "t",
  language: null,
  serviceIds: [],
  marks: [],
};
const asked = <K extends DeskRequestKey>(key: K, input: DeskInput<K>) =>
  [key, input as DeskInput<DeskRequestKey>] as const;

const requests: Partial<
  Record<Privilege, readonly (readonly [DeskRequestKey, DeskInput<DeskRequestKey>])[]>
> = {
  call_out: [
    asked("placeCall", { entryId: "line", number: "15035550142", beside: null }),
    asked("callNumberIn", { ...on, kind: "invite", number: "15035550142", name: "" }),
    asked("consult", { ...on, to: { number: "15035550142", name: "" }, note: "" }),
  ],
  transfer: [
    asked("transfer", { ...on, to, note: "" }),
    asked("completeTransfer", on),
    asked("callNumberIn", { ...on, kind: "transfer", number: "15035550142", name: "" }),
    asked("joinCalls", { ...on, other: "nothing-either", stay: false }),
  ],
  record_calls: [asked("record", { ...on, do: "start" }), asked("record", { ...on, do: "stop" })],
  edit_contacts: [
    asked("editContact", { contactId: "nobody", changeId: randomUUID(), version: 1, form: contact }),
  ],
  merge_contacts: [
    asked("mergeContacts", {
      mergeId: randomUUID(),
      from: { contactId: "nobody", version: 0 },
      into: { contactId: "somebody", version: 0 },
      form: contact,
    }),
    asked("unmergeContacts", { mergeId: randomUUID() }),
  ],
  manage_shared_responses: [
    asked("saveCannedResponse", { responseId: randomUUID(), version: 0, shared: true, form: canned }),
  ],
  monitor: [
    asked("monitorChat", { interactionId: "chat-of-anna" }),
    asked("monitorCall", { interactionId: "chat-of-anna", agentId: "sofia", mode: "listen" }),
    asked("answerAssistance", { interactionId: "chat-of-anna" }),
  ],
  take_over: [
    asked("takeOverChat", { interactionId: "chat-of-anna", agentId: "nobody" }),
    asked("reassign", { interactionId: "chat-of-anna", agentId: "nobody", to, note: "" }),
    asked("takeOverCall", { interactionId: "chat-of-anna", agentId: "sofia" }),
  ],
  set_alerts: [asked("saveAlertRules", { was: usualAlertRules, rules: usualAlertRules })],
  force_states: [asked("forcePresence", { agentId: "ben", presence: { kind: "ready" }, why: "" })],
};

const besides: Partial<Record<DeskRequestKey, Privilege>> = {
  callNumberIn: "call_out",
  saveAlertRules: "see_live",
};

describe.each(Object.entries(requests) as [Privilege, (typeof requests)[Privilege] & object][])(
  "%s",
  (privilege, list) => {
    test("is asked for by its requests, and by nothing else of them", async () => {
      await house.startChat("chat-of-anna");
      for (const [key, input] of list) {
        await give(but(privilege));
        expect((await anna.refused(key, input)).code, `${key} without`).toBe("not_enough_privileges");
        // To call a number into a call in order to leave it there, one needs both; alerts are seen before they are set.
        await give([privilege, besides[key] ?? privilege]);
        const answer = await anna.ask(key, input);
        const code = answer.ok ? "done" : answer.error.code;
        expect(code, `${key} with`).not.toBe("not_enough_privileges");
      }
    });
  },
);

test("what is asked for elsewhere is asked for there, and every privilege is asked for", async () => {
  const rule = { download: "listeners", agentsListen: false, keepDays: null } as unknown as Parameters<
    typeof rightsTo
  >[1];
  const recording = { agentId: "ben", kind: "call", serviceId: "claims" } as const;
  const { configuration } = house.runtime.state;
  const heard = (user: User) => rightsTo(recording, rule, user, configuration);
  const others: Partial<Record<Privilege, (user: User) => unknown>> = {
    see_live: () => anna.view?.queues.length !== 0,
    see_team_records: (user) => scopeOf(user, house.runtime.state).kind === "all",
    hear_team_recordings: (user) => heard(user).listen,
    download_recordings: (user) => heard(user).download,
    see_team_follow_ups: (user) => supervisedBy(user, configuration) === null,
    edit_any_contact: async () =>
      (await anna.done("contactRecord", { contactId: "contact-chat-of-anna" })).mayEdit,
  };
  await house.startChat("chat-of-anna");
  for (const [privilege, may] of Object.entries(others) as [Privilege, (user: User) => unknown][]) {
    const without = await give(but(privilege));
    await house.pass(1_000);
    expect(await may(without), `${privilege} without`).toBe(false);
    // A copy is of what may be heard.
    const needed: Privilege[] =
      privilege === "download_recordings" ? ["hear_team_recordings", privilege] : [privilege];
    const user = await give(needed);
    await house.pass(1_000);
    expect(await may(user), `${privilege} with`).toBe(true);
  }
  const byHttp: readonly Privilege[] = ["see_figures", "see_call_quality", "edit_own_profile", "administer"];
  expect(new Set([...Object.keys(requests), ...Object.keys(others), ...byHttp])).toEqual(new Set(privileges));
});

describe("own roles", () => {
  const form: RoleForm = { name: "Coach", base: "supervisor", privileges: ["see_live", "monitor"] };

  test("are given, changed and taken away while who has them works", async () => {
    const { roleId } = await admin.done("saveRole", { roleId: null, was: null, form });
    const userForm = async (name: string) => {
      const found = (await admin.done("setupUsers", {})).users.find(({ agentId }) => agentId === name)?.form;
      if (found === undefined) throw new Error(name);
      return found;
    };
    const ines = await house.desk("ines");
    const was = await userForm("ines");
    const save = async (change: object, from = was) =>
      admin.ask("saveUser", { agentId: "ines", was: from, form: { ...from, ...change } });
    // An agent is no supervisor by a role of supervisors, and an administrator has no own role.
    for (const roles of [["agent"], ["administrator"]])
      expect(await save({ roles, ownRoleId: roleId })).toMatchObject({ error: { code: "invalid_args" } });
    expect(await save({ ownRoleId: "nowhere" })).toMatchObject({ error: { code: "object_not_found" } });
    expect(await save({ roles: ["supervisor"], ownRoleId: roleId })).toMatchObject({ ok: true });
    await house.pass(1_000);
    expect(ines.view?.user).toMatchObject({ roles: ["supervisor"], privileges: ["see_live", "monitor"] });
    expect(ines.view?.queues).not.toEqual([]);
    await admin.done("saveRole", { roleId, was: form, form: { ...form, privileges: ["monitor"] } });
    await house.pass(1_000);
    expect(ines.view?.user.privileges).toEqual(["monitor"]);
    expect(ines.view?.queues).toEqual([]);

    const newest = { ...form, privileges: ["monitor"] as const };
    const refusals: readonly (readonly [DeskInput<"saveRole">, string])[] = [
      [{ roleId, was: form, form: { ...form, name: "Other" } }, "version_conflict"],
      [{ roleId, was: newest as never, form: { ...form, base: "agent", privileges: [] } }, "role_in_use"],
      [{ roleId: null, was: null, form: { ...form, name: "COACH" } }, "name_taken"],
      [{ roleId: null, was: null, form: { ...form, base: "agent", name: "X" } }, "invalid_args"],
      [{ roleId: null, was: null, form: { ...form, privileges: ["administer"], name: "X" } }, "invalid_args"],
    ];
    for (const [input, code] of refusals)
      expect((await admin.refused("saveRole", input)).code, JSON.stringify(input)).toBe(code);
    expect(await admin.refused("removeRole", { roleId })).toMatchObject({
      code: "role_in_use",
      facts: { users: [{ name: "Ines Duarte" }] },
    });
    await save({ ownRoleId: null }, await userForm("ines"));
    await house.pass(1_000);
    expect(ines.view?.user.privileges).toContain("take_over");
    await admin.done("removeRole", { roleId });
    expect((await admin.done("setupRoles", {})).roles).toEqual([]);
  });

  test("are still there after a restart", async () => {
    const { roleId } = await admin.done("saveRole", { roleId: null, was: null, form });
    await give(["monitor"]);
    await house.killAndRestart();
    admin = await house.desk("olga");
    expect((await admin.done("setupRoles", {})).roles).toMatchObject([{ roleId, form }]);
    expect([baseOf(anyUser("anna").roles), mayDo(anyUser("anna"), "take_over")]).toEqual([
      "supervisor",
      false,
    ]);
  });
});
