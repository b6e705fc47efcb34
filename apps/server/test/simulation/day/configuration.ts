import {
  type AgentId,
  asId,
  type Command,
  type DispositionId,
  type Entry,
  type EntryId,
  type PromptId,
  type ReasonId,
  type RecordingRule,
  type Role,
  type Scenario,
  type ScenarioId,
  type ScriptId,
  type Service,
  type ServiceId,
  type SkillId,
  type StepId,
  systemReasons,
  type TeamId,
  type User,
} from "@patchbay/core";
import type { CenterWords } from "../../../src/center/records.js";
import type { Dice } from "./dice.js";

/** The number of the center's line. */
export const LINE = "8000";

/** The center of one day: drawn by dice, changed by them in the middle of it. */
export interface DayConfiguration {
  readonly users: Map<AgentId, User>;
  readonly services: Map<ServiceId, Service>;
  readonly entries: readonly Entry[];
}

const skills = ["claims", "travel", "swedish"].map((name) => asId<SkillId>(name));
export const dispositions = ["solved", "spam"].map((name) => asId<DispositionId>(name));
const chosenReasons = ["lunch", "training"].map((name) => asId<ReasonId>(name));
export const chatEntries = ["app", "page", "express", "help"] as const;
/** Nobody at a desk chose these: they fill hands, so that rules about several channels have something to decide. */
export const otherEntries = ["mail"] as const;
const lineScenario = asId<ScenarioId>("line");

export function drawConfiguration(dice: Dice, agentCount: number, supervisorCount: number): DayConfiguration {
  const users = new Map<AgentId, User>();
  for (let i = 1; i <= agentCount; i += 1) {
    const id = asId<AgentId>(`agent${i}`);
    users.set(id, drawUser(dice, id, i === 1 ? ["agent", "supervisor"] : ["agent"]));
  }
  for (let i = 1; i <= supervisorCount; i += 1) {
    const id = asId<AgentId>(`supervisor${i}`);
    const drawn = { ...drawUser(dice, id, ["supervisor"]), skills: {} };
    // The first one supervises everybody, any other one the agents of one team.
    users.set(id, i === 1 ? drawn : { ...drawn, supervises: [teams[i % teams.length] ?? teams[0]] });
  }
  const services = new Map(
    ["claims", "travel", "general"].map((name) => {
      const id = asId<ServiceId>(name);
      return [id, drawService(dice, id)];
    }),
  );
  const entry = (
    id: string,
    serviceId: string,
    priority: number,
    channel: Entry["channel"] = "chat",
  ): Entry => ({
    id: asId<EntryId>(id),
    serviceId: asId<ServiceId>(serviceId),
    priority,
    channel,
  });
  const entries = [
    entry("app", "claims", 1),
    entry("page", "travel", 1),
    entry("express", "claims", 5),
    entry("help", "general", 0),
    { ...entry("phone", "claims", 3, "voice"), voice: { address: LINE, scenarioId: lineScenario } },
    entry("mail", "general", 0, "email"),
  ];
  return { users, services, entries };
}

const teams = [asId<TeamId>("odd"), asId<TeamId>("even")] as const;

/** Of the agent who also supervises, and of supervisors: none. */
function teamOf(id: AgentId): TeamId | null {
  const number = /^agent(\d+)$/.exec(id)?.[1];
  if (number === undefined || number === "1") return null;
  return Number(number) % 2 === 0 ? teams[1] : teams[0];
}

export function drawUser(dice: Dice, id: AgentId, roles: readonly Role[]): User {
  const had = skills.filter(() => dice.chance(0.7));
  return {
    id,
    roles,
    teamId: teamOf(id),
    skills: Object.fromEntries(had.map((skill) => [skill, dice.between(1, 100)])),
    capacity: { chat: dice.between(1, 4), voice: dice.between(0, 1), email: dice.between(0, 2) },
    mixedMedia: dice.pick(["any", "voice_alone", "one_channel"] as const),
    enabled: true,
  };
}

/** Times are shorter than in real life, so that a day meets every deadline often. */
export function drawService(dice: Dice, id: ServiceId): Service {
  const skill = asId<SkillId>(id);
  return {
    id,
    requires: id === "general" ? [] : [{ skillId: skill, levelMin: dice.pick([1, 1, 20, 40]) }],
    distribution: dice.pick(["longest_idle", "least_loaded"] as const),
    open: true,
    answerTimeoutMs: dice.pick([8_000, 15_000, 20_000]),
    wrapUpMs: dice.pick([0, 10_000, 20_000]),
    wrapUpEndsItself: dice.chance(0.6),
    dispositions: dispositions.map((disposition) => ({ id: disposition, type: "SUCCESS" })),
    dispositionMandatory: dice.chance(0.4),
    endUndoMs: dice.pick([0, 3_000, 5_000]),
    graceMs: dice.pick([0, 60_000, 180_000]),
    graceOfferMs: dice.pick([0, 5_000, 15_000]),
    inactivityWarnMs: dice.pick([null, 30_000, 60_000]),
    inactivityEndMs: dice.pick([10_000, 30_000]),
    queueLengthMax: dice.pick([6, 30, 100]),
    recording: drawRecording(dice.fork(`recording ${id}`)),
    ...(dice.fork(`signature ${id}`).chance(0.7) ? { signatureScript: asId<ScriptId>(`script-${id}`) } : {}),
  };
}

const drawRecording = (dice: Dice): RecordingRule => ({
  mode: dice.pick(["never", "on_demand", "always"] as const),
  mayStop: dice.chance(0.5),
  consent: dice.pick(["not_required", "announcement", "asked"] as const),
  pauseMaxMs: dice.pick([4_000, 20_000]),
});

/** A menu, the queue with its words, and what comes of waiting too long. */
function scenarioOf(): Scenario {
  const step = (name: string) => asId<StepId>(name);
  const find = (serviceId: string, overflow: string) =>
    ({
      type: "find_agent",
      serviceId: asId<ServiceId>(serviceId),
      music: asId<PromptId>("music"),
      announceEveryMs: 7_000,
      overflowAfterMs: 40_000,
      overflow: step(overflow),
      unavailable: step("sorry"),
    }) as const;
  return {
    id: lineScenario,
    version: 1,
    start: step("menu"),
    steps: {
      [step("menu")]: {
        type: "menu",
        prompts: [asId<PromptId>("welcome")],
        choices: { "1": step("claims"), "2": step("hello") },
        invalidPrompts: [],
        timeoutMs: 3_000,
        attemptsMax: 2,
        otherwise: step("claims"),
      },
      [step("hello")]: { type: "play", prompts: [asId<PromptId>("welcome")], next: step("general") },
      [step("claims")]: find("claims", "general"),
      [step("general")]: find("general", "sorry"),
      [step("sorry")]: { type: "hang_up", prompts: [asId<PromptId>("goodbye")] },
    },
  };
}

/** To which agents give the customers of their calls: an answer by key, and a card that is paid with. */
function applicationsOf(): Scenario[] {
  const step = (name: string) => asId<StepId>(name);
  const collect = (name: string, next: string, secure: boolean) =>
    ({
      type: "collect",
      prompts: [asId<PromptId>("welcome")],
      name,
      lengthMin: 1,
      lengthMax: 16,
      secure,
      timeoutMs: 4_000,
      attemptsMax: 2,
      next: step(next),
      otherwise: step("end"),
      cancelled: step("end"),
    }) as const;
  const end = { [step("end")]: { type: "hang_up", prompts: [asId<PromptId>("goodbye")] } } as const;
  return [
    {
      id: asId<ScenarioId>("survey"),
      version: 1,
      application: "survey",
      start: step("rating"),
      steps: { [step("rating")]: collect("Rating", "end", false), ...end },
    },
    {
      id: asId<ScenarioId>("payment"),
      version: 1,
      application: "payment",
      start: step("card"),
      steps: {
        [step("card")]: collect("Card", "expiry", true),
        [step("expiry")]: collect("Expiry", "code", true),
        [step("code")]: collect("Code", "pay", true),
        [step("pay")]: {
          type: "pay",
          prompts: [asId<PromptId>("welcome")],
          card: "Card",
          expiry: "Expiry",
          code: "Code",
          approved: step("end"),
          declined: step("card"),
          failed: step("end"),
        },
        ...end,
      },
    },
  ];
}

export function configurationCommands({ users, services, entries }: DayConfiguration): Command[] {
  const system = Object.values(systemReasons).map((id) => ({ id, kind: "system", limitMs: null }) as const);
  const chosen = chosenReasons.map((id) => ({ id, kind: "agent", limitMs: null }) as const);
  return [
    ...[...system, ...chosen].map((reason): Command => ({ type: "ConfigureReason", reason })),
    ...[...services.values()].map((service): Command => ({ type: "ConfigureService", service })),
    ...[scenarioOf(), ...applicationsOf()].map(
      (scenario): Command => ({ type: "ConfigureScenario", scenario }),
    ),
    ...entries.map((entry): Command => ({ type: "ConfigureEntry", entry })),
    ...[...users.values()].map((user): Command => ({ type: "ConfigureUser", user })),
  ];
}

export function wordsOf({ users, services, entries }: DayConfiguration): CenterWords {
  const user = (id: string, place: number) => ({
    username: id,
    firstName: id,
    lastName: "Larkfield",
    nickname: id,
    extension: String(1001 + place),
    photoFileId: null,
  });
  return {
    phoneCountry: "US",
    company: "Larkfield Insurance",
    users: new Map([...users.keys()].map((id, place) => [id, user(id, place)])),
    services: new Map([...services.keys()].map((id) => [id, { name: id }])),
    entries: new Map(
      entries.map(({ id }) => [
        id,
        {
          name: id,
          mark: "mobile",
          phoneNumberRequired: false,
          parameters: [
            { name: "first_name", type: "FIRST_NAME" },
            { name: "phone", type: "PHONE" },
          ],
        },
      ]),
    ),
    reasons: new Map(),
    dispositions: new Map(),
    skills: new Map(),
    teams: new Map(),
    scenarios: new Map(),
    prompts: new Map(),
  };
}
