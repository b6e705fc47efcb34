import type {
  AgentId,
  DispositionId,
  EntryId,
  ReasonId,
  ScheduleId,
  ScriptId,
  ServiceId,
  SkillId,
  TeamId,
} from "../ids/ids.js";
import type { PromptId, Scenario, ScenarioId } from "../scenario/scenario.js";
import type { Privilege } from "./privileges.js";
import type { Schedule } from "./schedule.js";

export type Channel = "chat" | "voice" | "email";
export const channels: readonly Channel[] = ["chat", "voice", "email"];

export type Role = "agent" | "supervisor" | "administrator";

/**
 * Which channels one agent may hold at the same time.
 * `any`: each channel up to its own capacity. `voice_alone`: nothing new while a call is in hand (a call may
 * still come during chats). `one_channel`: only more of the channel already in hand.
 */
export type MixedMediaRule = "any" | "voice_alone" | "one_channel";

/** What routing knows of a user. The name, photo and password are content and live outside the core. */
export interface User {
  readonly id: AgentId;
  readonly roles: readonly Role[];
  /** What counts in the place of what agents and supervisors usually may; absent: that. What it is called is content. */
  readonly ownRole?: { readonly id: string; readonly privileges: readonly Privilege[] };
  readonly teamId: TeamId | null;
  /** Of supervisors: whose work they see and step into (SPEC TEA-1). Absent: as the own team says. */
  readonly supervises?: "all" | readonly TeamId[];
  /** Level 1 (beginner) to 100 (expert). A skill that is absent is not had. */
  readonly skills: Readonly<Record<SkillId, number>>;
  readonly capacity: Readonly<Record<Channel, number>>;
  readonly mixedMedia: MixedMediaRule;
  readonly enabled: boolean;
  /** Of calls by colleagues; absent: none. The greeting and the number are content. */
  readonly voicemail?: { readonly greeting: PromptId; readonly maxMs: number };
  /** An administrator has switched the mailbox on or off: the agent does neither, nor says how long messages may be. */
  readonly mailboxLocked?: true;
  /** When a colleague's call goes on; `always` goes before all. */
  readonly forwarding?: readonly ForwardingReason[];
  /** To which colleague; absent: to the agent's own number outside. */
  readonly forwardTo?: AgentId;
  /** How long a colleague's call rings before it goes on, in ms; absent: as long as any. */
  readonly ringMs?: number;
}

export const forwardingReasons = ["always", "busy", "no_answer", "not_logged_in"] as const;
export type ForwardingReason = (typeof forwardingReasons)[number];

export const forwardsWhen = ({ forwarding = [] }: User, reason: ForwardingReason): boolean =>
  forwarding.includes("always") || forwarding.includes(reason);

export type DispositionType = "SUCCESS" | "FAILURE" | "CONTINUE" | "SPAM" | "DO_NOT_CALL";
export interface Disposition {
  readonly id: DispositionId;
  readonly type: DispositionType;
}

export interface SkillRequirement {
  readonly skillId: SkillId;
  readonly levelMin: number;
}

export interface Service {
  readonly id: ServiceId;
  /** All of them must be had. Empty: every agent with a desk qualifies. */
  readonly requires: readonly SkillRequirement[];
  /** What settles the choice among agents of equal level. */
  readonly distribution: "longest_idle" | "least_loaded";
  /** By hand: `false` takes nobody new, whatever its hours. */
  readonly open: boolean;
  /** Its opening hours; absent: always. */
  readonly scheduleId?: ScheduleId;
  /** How long an offer rings before it counts as not answered. */
  readonly answerTimeoutMs: number;
  /** 0: no after-call work. */
  readonly wrapUpMs: number;
  /** Whether wrap-up ends by itself after `wrapUpMs`, with the disposition recorded as timed out. */
  readonly wrapUpEndsItself: boolean;
  readonly dispositions: readonly Disposition[];
  readonly dispositionMandatory: boolean;
  /** How long the agent may take back an End before the customer hears of it. */
  readonly endUndoMs: number;
  /** A customer who comes back within this time continues the same case. */
  readonly graceMs: number;
  /** How long the same agent is kept free for a customer who came back. */
  readonly graceOfferMs: number;
  /** Silence of the customer after an agent's message; `null`: no inactivity rule. */
  readonly inactivityWarnMs: number | null;
  /** From the warning to the end. */
  readonly inactivityEndMs: number;
  readonly queueLengthMax: number;
  /** Of calls; absent: `recordingRuleDefault`. */
  readonly recording?: RecordingRule;
  /** What agents read for a voice signature; absent: there is none. */
  readonly signatureScript?: ScriptId;
  /** Customers of ended chats are asked how it was; absent: they are not. What they are asked is content. */
  readonly survey?: SurveyRule;
}

export interface SurveyRule {
  /** From the end of the chat on. */
  readonly answerMs: number;
  /** How long a given answer may be changed. */
  readonly changeMs: number;
}

export const SURVEY_STARS_MAX = 5;

export interface RecordingRule {
  /** `always`: each agent's part is recorded from the moment both sides are there. */
  readonly mode: "never" | "on_demand" | "always";
  /** Whether an agent may stop what began by itself. */
  readonly mayStop: boolean;
  /** When a forgotten pause ends; `null`: it does not. */
  readonly pauseMaxMs: number | null;
  readonly consent: ConsentRule;
}

/**
 * `announcement`: everybody in the call is told when its recording begins, and a customer who does not agree is not
 * recorded. `asked`: nothing is recorded before an agent has noted that the customer agrees.
 */
export type ConsentRule = "not_required" | "announcement" | "asked";

export const recordingRuleDefault: RecordingRule = {
  mode: "on_demand",
  mayStop: true,
  pauseMaxMs: 120_000,
  consent: "not_required",
};

/** Calls between colleagues stand under no service's rules, and come through no entry. */
export const internalServiceId = "internal" as ServiceId;
export const internalEntryId = "internal" as EntryId;
export const internalService: Service = {
  id: internalServiceId,
  requires: [],
  distribution: "longest_idle",
  open: true,
  answerTimeoutMs: 30_000,
  wrapUpMs: 0,
  wrapUpEndsItself: true,
  dispositions: [],
  dispositionMandatory: false,
  endUndoMs: 0,
  graceMs: 0,
  graceOfferMs: 0,
  inactivityWarnMs: null,
  inactivityEndMs: 0,
  queueLengthMax: 0,
  recording: { ...recordingRuleDefault, mode: "never" },
};

/** A door of the center: what an app's `appId`, or a dialled number, names. */
export interface Entry {
  readonly id: EntryId;
  readonly channel: Channel;
  readonly serviceId: ServiceId;
  /** Higher goes first. */
  readonly priority: number;
  /** Only of a voice entry. */
  readonly voice?: {
    /** The number that is dialled to get here, as the network sends it; also the caller id of calls from here. */
    readonly address: string;
    readonly scenarioId: ScenarioId;
  };
}

export interface Reason {
  readonly id: ReasonId;
  /** `agent`: may be chosen. `system`: only the center sets it. */
  readonly kind: "agent" | "system";
  /** A gentle limit shown to the agent; nothing happens by itself. */
  readonly limitMs: number | null;
}

/** The not-ready reasons the core itself sets. Every center has them. */
export const systemReasons = {
  noAnswer: "no_answer" as ReasonId,
  rejected: "rejected" as ReasonId,
  signedIn: "signed_in" as ReasonId,
} as const;

/** A sound of the center's own, beside those that come with the program. What it is called is content. */
export interface Prompt {
  readonly id: PromptId;
  /** `speech` is said in steps; `music` goes round and round while somebody waits. */
  readonly kind: "speech" | "music";
  /** Which bytes it is: their SHA-256 in hex. A replaced prompt keeps its id. */
  readonly sound: string;
  readonly durationMs: number;
  /** Absent: said in scenarios. Else a message that agents play into calls; what it is called is content. */
  readonly message?: MessageScope;
}

/** Whose a message is: one agent's own, or, without one, shared by all agents of a service or (`null`) of every service. */
export interface MessageScope {
  readonly agentId: AgentId | null;
  readonly serviceId: ServiceId | null;
}

export interface Configuration {
  readonly users: Map<AgentId, User>;
  readonly services: Map<ServiceId, Service>;
  readonly entries: Map<EntryId, Entry>;
  readonly reasons: Map<ReasonId, Reason>;
  readonly scenarios: Map<ScenarioId, Scenario>;
  readonly prompts: Map<PromptId, Prompt>;
  readonly schedules: Map<ScheduleId, Schedule>;
}

/** Who asked for a change; absent: no person did, such as when the demo is loaded. */
interface Asked {
  readonly by?: AgentId;
}
/** Who made a change; `null`: no person. */
interface Made {
  readonly by: AgentId | null;
}

export type ConfigurationCommand =
  | { readonly type: "ConfigureUser"; readonly user: User }
  | { readonly type: "RemoveUser"; readonly agentId: AgentId }
  /** What an own role includes from now on, for everybody who has it. */
  | {
      readonly type: "ConfigureOwnRole";
      readonly roleId: string;
      readonly privileges: readonly Privilege[];
    }
  /** The agent's own wish; the rest of the user stays. `ringMs` `null`: as long as any call. */
  | {
      readonly type: "ConfigureMailbox";
      readonly agentId: AgentId;
      readonly mailbox: User["voicemail"] | null;
      readonly ringMs: number | null;
      /** An administrator's word: whether the agent may change it. Absent: it is the agent who wishes it. */
      readonly locked?: boolean;
    }
  /** The same for forwarding; empty: off. `ringMs` `null`: it stays as it is. */
  | {
      readonly type: "ConfigureForwarding";
      readonly agentId: AgentId;
      readonly forwarding: readonly ForwardingReason[];
      readonly ringMs: number | null;
      /** A colleague; absent: the agent's own number. */
      readonly to?: AgentId;
    }
  | ({ readonly type: "ConfigureService"; readonly service: Service } & Asked)
  | ({ readonly type: "RemoveService"; readonly serviceId: ServiceId } & Asked)
  | ({ readonly type: "ConfigureEntry"; readonly entry: Entry } & Asked)
  | ({ readonly type: "RemoveEntry"; readonly entryId: EntryId } & Asked)
  | ({ readonly type: "ConfigureReason"; readonly reason: Reason } & Asked)
  | ({ readonly type: "RemoveReason"; readonly reasonId: ReasonId } & Asked)
  | ({ readonly type: "ConfigureSchedule"; readonly schedule: Schedule } & Asked)
  | ({ readonly type: "RemoveSchedule"; readonly scheduleId: ScheduleId } & Asked)
  | ({ readonly type: "ConfigureScenario"; readonly scenario: Scenario } & Asked)
  | ({ readonly type: "RemoveScenario"; readonly scenarioId: ScenarioId } & Asked)
  | ({ readonly type: "ConfigurePrompt"; readonly prompt: Prompt } & Asked)
  | ({ readonly type: "RemovePrompt"; readonly promptId: PromptId } & Asked);

export type ConfigurationEvent =
  | { readonly type: "UserConfigured"; readonly user: User }
  | { readonly type: "UserRemoved"; readonly agentId: AgentId }
  | ({ readonly type: "ServiceConfigured"; readonly service: Service } & Made)
  | ({ readonly type: "ServiceRemoved"; readonly serviceId: ServiceId } & Made)
  | ({ readonly type: "EntryConfigured"; readonly entry: Entry } & Made)
  | ({ readonly type: "EntryRemoved"; readonly entryId: EntryId } & Made)
  | ({ readonly type: "ReasonConfigured"; readonly reason: Reason } & Made)
  | ({ readonly type: "ReasonRemoved"; readonly reasonId: ReasonId } & Made)
  | ({ readonly type: "ScheduleConfigured"; readonly schedule: Schedule } & Made)
  | ({ readonly type: "ScheduleRemoved"; readonly scheduleId: ScheduleId } & Made)
  /** Its hours have come to an edge; services under it are open, or closed, from now on. */
  | { readonly type: "ScheduleTurned"; readonly scheduleId: ScheduleId; readonly open: boolean }
  | ({ readonly type: "ScenarioConfigured"; readonly scenario: Scenario } & Made)
  | ({ readonly type: "ScenarioRemoved"; readonly scenarioId: ScenarioId } & Made)
  | ({ readonly type: "PromptConfigured"; readonly prompt: Prompt } & Made)
  | ({ readonly type: "PromptRemoved"; readonly promptId: PromptId } & Made);
