import {
  asId,
  type Entry,
  type PromptId,
  type Reason,
  type Role,
  type Scenario,
  type ScenarioStep,
  type Service,
  type StepId,
  systemReasons,
  type User,
} from "@patchbay/core";
import type { MaskingRule } from "../center/masking-rule.js";
import type { AfterChatWords, EntryWords, ScenarioWords, UserWords } from "../center/records.js";
import type { WordsChange } from "../tables-postgres/index.js";
import { defaultGreeting } from "../voicemail/greeting.js";
import { demoApplicationNames, demoApplications } from "./applications.js";
import { demoWidget } from "./web-widget.js";

/**
 * The demo center, as the README, the tests and outside tools know it. Changing a name here needs a decision record.
 * Nobody in it is a real person; the phone numbers are from the range that is kept free for fiction.
 */
export const DEMO_CENTER_ID = "larkfield";
export const DEMO_COMPANY = "Larkfield Insurance";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export interface DemoPerson {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly extension: string | null;
  readonly role: Role;
  readonly team: string | null;
  /** Skill id -> level. */
  readonly skills: Readonly<Record<string, number>>;
}

const agent = (
  number: number,
  firstName: string,
  lastName: string,
  skill: string,
  level: number,
): DemoPerson => ({
  username: `agent${number}`,
  firstName,
  lastName,
  extension: String(1000 + number),
  role: "agent",
  team: skill,
  skills: { [skill]: level },
});

export const demoPeople: readonly DemoPerson[] = [
  {
    username: "admin",
    firstName: "Larkfield",
    lastName: "Admin",
    extension: null,
    role: "administrator",
    team: null,
    skills: {},
  },
  {
    username: "supervisor1",
    firstName: "Anna",
    lastName: "Kowalski",
    extension: null,
    role: "supervisor",
    team: "supervision",
    skills: {},
  },
  agent(1, "Sofia", "Lindqvist", "auto_claims", 80),
  agent(2, "Ben", "Ortega", "auto_claims", 80),
  agent(3, "Ines", "Duarte", "auto_claims", 80),
  agent(4, "Marcus", "Hale", "general", 80),
  agent(5, "Mei", "Carter", "general", 80),
  agent(6, "Yusuf", "Demir", "general", 80),
];

/** What routing knows of a person. The username serves as id: in the demo both are for people to read. */
export const userOf = (person: DemoPerson): User => ({
  id: asId(person.username),
  roles: [person.role],
  teamId: person.team === null ? null : asId(person.team),
  skills: person.skills,
  capacity: { chat: 5, voice: 1, email: 5 },
  mixedMedia: "voice_alone",
  enabled: true,
  // Whoever has an extension is called by colleagues, and has a mailbox for them.
  ...(person.extension !== null && {
    voicemail: { greeting: defaultGreeting, maxMs: 2 * MINUTE },
    ringMs: 15 * SECOND,
  }),
});

const common = {
  distribution: "longest_idle",
  open: true,
  answerTimeoutMs: 20 * SECOND,
  wrapUpEndsItself: true,
  endUndoMs: 5 * SECOND,
  graceMs: 5 * MINUTE,
  graceOfferMs: 20 * SECOND,
  inactivityWarnMs: 10 * MINUTE,
  inactivityEndMs: 2 * MINUTE,
  queueLengthMax: 200,
  survey: { answerMs: 24 * 60 * MINUTE, changeMs: 10 * MINUTE },
} as const;

const afterChat: AfterChatWords = {
  questions: [
    { language: "en", text: "How was this chat?" },
    { language: "de", text: "Wie war dieses Gespräch?" },
  ],
  comment: true,
  transcriptDays: 30,
};

export const demoServices: readonly Service[] = [
  {
    ...common,
    id: asId("auto_claims"),
    requires: [{ skillId: asId("auto_claims"), levelMin: 1 }],
    wrapUpMs: 3 * MINUTE,
    dispositions: [
      { id: asId("claim_opened"), type: "SUCCESS" },
      { id: asId("information_given"), type: "SUCCESS" },
      { id: asId("call_back_later"), type: "CONTINUE" },
      { id: asId("wrong_number"), type: "FAILURE" },
      { id: asId("spam"), type: "SPAM" },
      { id: asId("do_not_contact"), type: "DO_NOT_CALL" },
    ],
    dispositionMandatory: true,
  },
  {
    ...common,
    id: asId("general"),
    requires: [{ skillId: asId("general"), levelMin: 1 }],
    wrapUpMs: 1 * MINUTE,
    dispositions: [
      { id: asId("information_given"), type: "SUCCESS" },
      { id: asId("call_back_later"), type: "CONTINUE" },
      { id: asId("wrong_number"), type: "FAILURE" },
      { id: asId("spam"), type: "SPAM" },
    ],
    dispositionMandatory: false,
  },
];

export const demoEntries: readonly Entry[] = [
  { id: asId("demo-app"), channel: "chat", serviceId: asId("auto_claims"), priority: 0 },
  { id: asId("demo-web"), channel: "chat", serviceId: asId("general"), priority: 0 },
  {
    id: asId("demo-8000"),
    channel: "voice",
    serviceId: asId("auto_claims"),
    priority: 0,
    voice: { address: "8000", scenarioId: asId("insurer_menu") },
  },
  {
    id: asId("demo-8001"),
    channel: "voice",
    serviceId: asId("general"),
    priority: 0,
    voice: { address: "8001", scenarioId: asId("echo_test") },
  },
];

const step = (name: string): StepId => asId(name);
const prompts = (...names: readonly string[]): PromptId[] => names.map((name) => asId<PromptId>(name));

/** @param why what is said before the words that ask for a message */
const leaveMessage = (...why: readonly string[]): ScenarioStep => ({
  type: "voicemail",
  serviceId: asId("auto_claims"),
  prompts: prompts(...why, "leave-a-message"),
  maxMs: 2 * MINUTE,
  next: step("kept"),
});

/** What callers go through, by the number they dial: the insurer's menu, and the echo test. */
export const demoScenarios: readonly Scenario[] = [
  {
    id: asId("insurer_menu"),
    version: 1,
    start: step("menu"),
    steps: {
      [step("menu")]: {
        type: "menu",
        prompts: prompts("welcome-menu"),
        choices: { "1": step("auto_claims"), "2": step("message") },
        invalidPrompts: prompts("not-understood"),
        timeoutMs: 6 * SECOND,
        attemptsMax: 3,
        otherwise: step("goodbye"),
      },
      [step("auto_claims")]: {
        type: "find_agent",
        serviceId: asId("auto_claims"),
        music: asId("music"),
        announceEveryMs: 30 * SECOND,
        overflowAfterMs: 15 * MINUTE,
        overflow: step("nobody"),
        unavailable: step("closed"),
      },
      [step("message")]: leaveMessage(),
      [step("nobody")]: leaveMessage("all-agents-busy"),
      [step("closed")]: leaveMessage("closed"),
      [step("kept")]: { type: "hang_up", prompts: prompts("message-kept", "goodbye") },
      [step("goodbye")]: { type: "hang_up", prompts: prompts("goodbye") },
    },
  },
  {
    id: asId("echo_test"),
    version: 1,
    start: step("echo"),
    steps: {
      [step("echo")]: { type: "echo", prompts: prompts("echo-test"), next: step("goodbye") },
      [step("goodbye")]: { type: "hang_up", prompts: prompts("goodbye") },
    },
  },
  ...demoApplications,
];

/** The last of them is the last command of the whole load: whoever finds it finds a complete demo center. */
export const demoReasons: readonly Reason[] = [
  { id: systemReasons.noAnswer, kind: "system", limitMs: null },
  { id: systemReasons.rejected, kind: "system", limitMs: null },
  { id: systemReasons.signedIn, kind: "system", limitMs: null },
  { id: asId("break"), kind: "agent", limitMs: 15 * MINUTE },
  { id: asId("lunch"), kind: "agent", limitMs: 45 * MINUTE },
  { id: asId("training"), kind: "agent", limitMs: null },
  { id: asId("meeting"), kind: "agent", limitMs: null },
];

/** Names of everything above. */
/** Cards and social security numbers are hidden in what customers and agents of the demo write. */
const demoMasking: MaskingRule = { cards: true, cardLastFour: true, socialSecurity: true, expressions: [] };

export const demoWords: WordsChange = {
  users: new Map(demoPeople.map((person) => [person.username, wordsOf(person, null)])),
  services: new Map([
    ["auto_claims", { name: "Auto claims", afterChat }],
    ["general", { name: "General", afterChat }],
  ]),
  teams: new Map([
    ["supervision", { name: "Supervision" }],
    ["auto_claims", { name: "Claims team" }],
    ["general", { name: "Front desk" }],
  ]),
  skills: new Map([
    ["auto_claims", { name: "Auto claims" }],
    ["general", { name: "General" }],
  ]),
  entries: new Map<string, EntryWords>([
    [
      "demo-app",
      {
        name: "Larkfield app",
        mark: "mobile",
        phoneNumberRequired: false,
        parameters: [
          { name: "first_name", type: "FIRST_NAME" },
          { name: "last_name", type: "LAST_NAME" },
          { name: "account", type: "ACCOUNT" },
          { name: "phone", type: "PHONE" },
        ],
        masking: demoMasking,
      },
    ],
    [
      "demo-web",
      {
        name: "Larkfield web page",
        mark: "web",
        phoneNumberRequired: false,
        parameters: [
          { name: "first_name", type: "FIRST_NAME" },
          { name: "last_name", type: "LAST_NAME" },
          { name: "email", type: "EMAIL" },
        ],
        masking: demoMasking,
        widget: demoWidget,
      },
    ],
    ["demo-8000", { name: "Claims line", mark: "web", phoneNumberRequired: false, parameters: [] }],
    ["demo-8001", { name: "Echo test", mark: "web", phoneNumberRequired: false, parameters: [] }],
  ]),
  scenarios: new Map([
    [
      "insurer_menu",
      scenarioWords("Insurer's menu", {
        menu: "Main menu",
        auto_claims: "Auto claims",
        message: "Leave a message",
        nobody: "Nobody came",
        closed: "Closed or full",
        kept: "Message kept",
        goodbye: "Goodbye",
      }),
    ],
    ["echo_test", scenarioWords("Echo test", { echo: "Hear yourself", goodbye: "Goodbye" })],
    ...Object.entries(demoApplicationNames).map(
      ([id, { name, steps }]) => [id, scenarioWords(name, steps)] as const,
    ),
  ]),
  reasons: new Map([
    [systemReasons.noAnswer, { name: "No answer", icon: "clock-exclamation" }],
    [systemReasons.rejected, { name: "Rejected", icon: "x" }],
    [systemReasons.signedIn, { name: "Signed in", icon: "login" }],
    ["break", { name: "Break", icon: "coffee" }],
    ["lunch", { name: "Lunch", icon: "tools-kitchen-2" }],
    ["training", { name: "Training", icon: "school" }],
    ["meeting", { name: "Meeting", icon: "users-group" }],
  ]),
  dispositions: new Map([
    ["claim_opened", { name: "Claim opened" }],
    ["information_given", { name: "Information given" }],
    ["call_back_later", { name: "Call back later" }],
    ["wrong_number", { name: "Wrong number" }],
    ["spam", { name: "Spam" }],
    ["do_not_contact", { name: "Do not contact" }],
  ]),
};

/** @param steps names by step, in the order of the form. */
function scenarioWords(name: string, steps: Readonly<Record<string, string>>): ScenarioWords {
  return {
    version: 1,
    name,
    steps: Object.entries(steps).map(([stepId, stepName]) => ({ stepId, name: stepName })),
  };
}

/** What people call a person; customers see the first name. */
export function wordsOf(person: DemoPerson, photoFileId: string | null): UserWords {
  return {
    username: person.username,
    firstName: person.firstName,
    lastName: person.lastName,
    nickname: person.firstName,
    extension: person.extension,
    photoFileId,
  };
}

/** What is read before a claim is settled on the phone. */
export const demoScript = {
  serviceId: "auto_claims",
  approvedBy: "admin",
  language: "en",
  text: `I am going to read you the settlement of your claim, and I will record your answer as your signature.

Larkfield Insurance pays you the amount that we have just agreed on, within ten days, to the account that we have on file. With this payment the claim is settled.

Please say your full name and today's date.

Do you accept this settlement? Please answer with yes or no.`,
} as const;
