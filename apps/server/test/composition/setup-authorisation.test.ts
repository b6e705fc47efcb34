/**
 * Set-up over real sockets: every request of it, by every role, aimed at the own center's things and at the other's.
 * Whoever is no administrator gets nothing; an administrator is one of one center.
 */
import { asId, type Command, type StepId } from "@patchbay/core";
import {
  apiKeySetupRequests,
  auditRequests,
  deskRequests,
  entrySetupRequests,
  roleSetupRequests,
  scheduleSetupRequests,
  serviceSetupRequests,
  setupRequests,
  userSetupRequests,
  usualWidget,
} from "@patchbay/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import type { ContentWrite } from "../../src/center/content.js";
import { desksOfAll } from "./support/desks-of-all.js";
import { CENTERS, type CenterName, otherThan } from "./support/two-centers.js";

const ofSetup = {
  ...setupRequests,
  ...auditRequests,
  ...scheduleSetupRequests,
  ...serviceSetupRequests,
  ...entrySetupRequests,
  ...userSetupRequests,
  ...roleSetupRequests,
  ...apiKeySetupRequests,
};
type SetupKey = keyof typeof ofSetup;

const { world, deskOf } = await desksOfAll();

const promptOf = (center: CenterName): string => world.of.get(center)?.promptId ?? "";
const secretOf = (center: CenterName): string => world.of.get(center)?.marker ?? "";

const service = {
  open: true,
  requires: [],
  distribution: "longest_idle",
  answerTimeoutMs: 20_000,
  queueLengthMax: 10,
  wrapUpMs: 0,
  wrapUpEndsItself: true,
  dispositions: [],
  dispositionMandatory: false,
  endUndoMs: 0,
  graceMs: 0,
  graceOfferMs: 0,
  inactivityWarnMs: null,
  inactivityEndMs: 60_000,
} as const;
const userForm = {
  username: "mine",
  firstName: "Mine",
  lastName: "",
  nickname: "",
  extension: null,
  roles: ["agent"],
  teamId: null,
  skills: [],
  capacity: { chat: 1, voice: 1, email: 1 },
  mixedMedia: "any",
  enabled: true,
};
const serviceForm = { ...service, name: "Mine", serviceLevel: null };

const keyIds = new Map<CenterName, string>();

/** One of each thing that is set up, with ids that only this center knows, and under a name that is nobody else's. */
beforeAll(async () => {
  for (const center of CENTERS) {
    const commands: Command[] = [
      {
        type: "ConfigureUser",
        user: {
          id: asId(`user-of-${center}`),
          roles: ["agent"],
          teamId: null,
          skills: {},
          capacity: { chat: 1, voice: 1, email: 1 },
          mixedMedia: "any",
          enabled: true,
        },
      },
      { type: "ConfigureService", service: { ...service, id: asId(`service-of-${center}`) } },
      {
        type: "ConfigureSchedule",
        schedule: {
          id: asId(`schedule-of-${center}`),
          zone: { name: "UTC", offsets: [{ from: 0, minutes: 0 }] },
          open: [],
          days: [],
        },
      },
      {
        type: "ConfigureReason",
        reason: { id: asId(`reason-of-${center}`), kind: "agent", limitMs: null },
      },
      {
        type: "ConfigureScenario",
        scenario: {
          id: asId(`scenario-of-${center}`),
          version: 1,
          start: asId("bye"),
          steps: { [asId<StepId>("bye")]: { type: "hang_up", prompts: [asId(promptOf(center))] } },
        },
      },
      {
        type: "ConfigureEntry",
        entry: {
          id: asId(`door-of-${center}`),
          channel: "chat",
          serviceId: asId(`service-of-${center}`),
          priority: 0,
        },
      },
      {
        type: "ConfigureEntry",
        entry: {
          id: asId(`number-of-${center}`),
          channel: "voice",
          serviceId: asId("claims"),
          priority: 0,
          voice: { address: "8000", scenarioId: asId(`scenario-of-${center}`) },
        },
      },
    ];
    for (const command of commands) {
      const done = await world.open.get(center)?.runtime.submit({ command });
      expect(done?.ok, command.type).toBe(true);
    }
    const name = secretOf(center);
    const content: ContentWrite[] = [
      { table: "prompt_words", promptId: promptOf(center), words: { name } },
      {
        table: "scenario_words",
        scenarioId: `scenario-of-${center}`,
        words: { version: 1, name, steps: [] },
      },
      {
        table: "entry_words",
        entryId: `number-of-${center}`,
        words: { name, mark: "web", phoneNumberRequired: false, parameters: [] },
      },
      {
        table: "user_words",
        agentId: `user-of-${center}`,
        words: {
          username: `user-of-${center}`,
          firstName: name,
          lastName: "",
          nickname: "",
          extension: null,
          photoFileId: null,
        },
      },
      { table: "team_words", teamId: `team-of-${center}`, words: { name } },
      {
        table: "entry_words",
        entryId: `door-of-${center}`,
        words: { name, mark: "web", phoneNumberRequired: false, parameters: [] },
      },
      {
        table: "role_words",
        roleId: `role-of-${center}`,
        words: { name, base: "agent", privileges: [] },
      },
      { table: "service_words", serviceId: `service-of-${center}`, words: { name } },
      { table: "skill_words", skillId: `skill-of-${center}`, words: { name } },
      { table: "schedule_words", scheduleId: `schedule-of-${center}`, words: { name, days: {} } },
      { table: "reason_words", reasonId: `reason-of-${center}`, words: { name, icon: "coffee" } },
      {
        table: "audit_entry",
        row: {
          auditId: `change-of-${center}`,
          at: 1,
          by: "somebody",
          kind: "number",
          subjectId: `number-of-${center}`,
          subjectName: name,
          before: null,
          after: { name },
          secretSet: false,
          certain: true,
          undoes: null,
        },
      },
    ];
    await world.open.get(center)?.runtime.submit({ command: null, content });
    const made = await world.open
      .get(center)
      ?.apiKeys.make({ name, purpose: "", scopes: ["metrics"], expiresAt: null, addresses: [] }, "somebody");
    if (made !== undefined && "keyId" in made) keyIds.set(center, made.keyId);
  }
});

/** Every request, as that center's administrator would send it. The types see to it that none is missing. */
const aimedAt = (center: CenterName): Record<SetupKey, unknown> => {
  const scenarioId = `scenario-of-${center}`;
  const form = {
    name: "Mine",
    start: "bye",
    steps: [{ stepId: "bye", name: "Bye", step: { type: "hang_up", prompts: [] } }],
  };
  const number = { name: "Mine", address: "8000", serviceId: "claims", priority: 0, scenarioId };
  const door = {
    name: "Mine",
    kind: "web",
    serviceId: `service-of-${center}`,
    priority: 0,
    phoneNumberRequired: false,
    parameters: [],
    widget: usualWidget,
  };
  return {
    setupScenarios: {},
    setupScenario: { scenarioId },
    saveScenario: { scenarioId, base: 1, form },
    removeScenario: { scenarioId },
    setupPrompts: {},
    savePrompt: { promptId: promptOf(center), name: "Mine", kind: "music" },
    removePrompt: { promptId: promptOf(center) },
    setupNumbers: {},
    saveNumber: { entryId: `number-of-${center}`, was: number, form: number },
    removeNumber: { entryId: `number-of-${center}` },
    changes: { kind: null, by: null, search: "", from: null, until: null, before: null, limit: 10 },
    setupChatEntries: {},
    saveChatEntry: { entryId: `door-of-${center}`, was: door, form: { ...door, priority: 1 } },
    removeChatEntry: { entryId: `door-of-${center}` },
    setupServices: {},
    saveService: { serviceId: `service-of-${center}`, was: null, form: serviceForm },
    removeService: { serviceId: `service-of-${center}` },
    setupSkills: {},
    saveSkill: { skillId: `skill-of-${center}`, was: "x", name: "Mine" },
    removeSkill: { skillId: `skill-of-${center}` },
    setupSchedules: {},
    // Aims at nothing of anybody's: its zone is none.
    trySchedule: {
      form: { name: "Mine", zone: "Nowhere/At-All", week: [[], [], [], [], [], [], []], days: [] },
    },
    saveSchedule: {
      scheduleId: `schedule-of-${center}`,
      was: null,
      form: { name: "Mine", zone: "UTC", week: [[], [], [], [], [], [], []], days: [] },
    },
    removeSchedule: { scheduleId: `schedule-of-${center}` },
    setupReasons: {},
    saveReason: {
      reasonId: `reason-of-${center}`,
      was: null,
      form: { name: "Mine", icon: "coffee", limitMs: null },
    },
    removeReason: { reasonId: `reason-of-${center}` },
    setupUsers: {},
    saveUser: { agentId: `user-of-${center}`, was: userForm, form: userForm },
    removeUser: { agentId: `user-of-${center}` },
    setupTeams: {},
    saveTeam: { teamId: `team-of-${center}`, was: "x", name: "Mine" },
    removeTeam: { teamId: `team-of-${center}` },
    setupRoles: {},
    saveRole: {
      roleId: `role-of-${center}`,
      was: null,
      form: { name: "Mine", base: "agent", privileges: [] },
    },
    removeRole: { roleId: `role-of-${center}` },
    setupApiKeys: {},
    // Aims at nothing of anybody's: one that is over before it begins is refused.
    makeApiKey: { form: { name: "Mine", purpose: "", scopes: ["metrics"], expiresAt: 1, addresses: [] } },
    revokeApiKey: { keyId: keyIds.get(center) ?? "" },
    undoChange: { auditId: `change-of-${center}` },
  };
};
const keys = Object.keys(ofSetup) as SetupKey[];
const LISTS: ReadonlySet<SetupKey> = new Set([
  "setupScenarios",
  "setupPrompts",
  "setupNumbers",
  "changes",
  "setupServices",
  "setupChatEntries",
  "setupSkills",
  "setupReasons",
  "setupSchedules",
  "setupUsers",
  "setupTeams",
  "setupRoles",
  "setupApiKeys",
]);

const seqOf = (center: CenterName): number => world.open.get(center)?.runtime.state.seq ?? -1;

describe.each(CENTERS)("at %s", (center) => {
  const other = otherThan(center);

  test.each(keys)("%s is for administrators", async (key) => {
    for (const role of ["agent", "supervisor"]) {
      const before = CENTERS.map(seqOf);
      const result = await deskOf(center, role).ask(deskRequests[key].name, aimedAt(center)[key]);
      expect(result.error?.code, role).toBe("not_enough_privileges");
      expect(result.text).not.toContain(secretOf(center));
      expect(CENTERS.map(seqOf)).toEqual(before);
    }
  });

  test.each(keys)("an administrator gets at nothing of the other center by %s", async (key) => {
    const before = CENTERS.map(seqOf);
    const result = await deskOf(center, "administrator").ask(deskRequests[key].name, aimedAt(other)[key]);
    expect(result.ok, result.text).toBe(LISTS.has(key));
    expect(result.text).not.toContain(secretOf(other));
    expect(CENTERS.map(seqOf)).toEqual(before);
  });

  test("the check itself is alive: the own administrator sees all of it", async () => {
    for (const key of LISTS) {
      const result = await deskOf(center, "administrator").ask(deskRequests[key].name, aimedAt(center)[key]);
      expect(result.text).toContain(secretOf(center));
    }
    const one = await deskOf(center, "administrator").ask(
      deskRequests.setupScenario.name,
      aimedAt(center).setupScenario,
    );
    expect(one.text).toContain(secretOf(center));
  });
});
