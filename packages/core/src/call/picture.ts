import type { Agent } from "../agent/agent.js";
import { lineCallId } from "../agent/line.js";
import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { DigitsCheck, MenuKey, PromptId, ScenarioStep } from "../scenario/scenario.js";
import type {
  Amount,
  Call,
  Circle,
  Leg,
  LegDevice,
  LegId,
  LegRole,
  MonitoringMode,
  RecordingId,
  RecordingKind,
} from "./call.js";
import { customerLeg, isThere, partyLegs } from "./legs.js";

/** What the voice process is to make of one leg. It compares with what is, and does what is missing. */
export interface LegPicture {
  readonly legId: LegId;
  readonly role: LegRole;
  readonly agentId: AgentId | null;
  /** Of agents and supervisors: `sip` and `external` are dialled, and the server knows where. Of a customer: `app`. */
  readonly device: LegDevice | null;
  /**
   * `answer`: an arriving call is answered. `dial`: the number is called. `attach`: a browser's phone or a customer's app may connect.
   * `move`: a line that is up in another call is one of this call now. A leg that is not in the picture hangs up.
   */
  readonly want: "answer" | "dial" | "attach" | "move";
  /** For `move`: where the line was. */
  readonly from?: { readonly interactionId: InteractionId; readonly legId: LegId };
  /** Its microphone reaches nobody. */
  readonly muted: boolean;
  /** Legs in the same circle hear each other. `null`: it neither hears nor is heard; only what is played to it. */
  readonly circle: Circle | null;
  /** Of a supervisor: the agent's leg beside which it is. */
  readonly beside: { readonly legId: LegId; readonly mode: MonitoringMode } | null;
}

/** What this leg says and what it hears is written. */
export interface RecordingPicture {
  readonly recordingId: RecordingId;
  readonly legId: LegId;
  readonly kind: RecordingKind;
  /** Silence is written in its place. */
  readonly paused: boolean;
}

/** What is played, to whom. One id is one playing: the same id again goes on, a new one begins anew. */
export type PlayPicture = {
  readonly id: string;
  readonly to: readonly LegId[];
} & (
  | {
      readonly kind: "prompts";
      readonly prompts: readonly PromptId[];
      /** Keys are listened for while it plays, and for `timeoutMs` of silence after it. */
      readonly keys: KeysPicture | null;
    }
  /** Round and round until it is not in the picture any more. */
  | { readonly kind: "music"; readonly music: PromptId }
  /** Music that stops for an announcement: the number in front of the caller, and the wait when it is known. */
  | {
      readonly kind: "position";
      readonly ahead: number;
      readonly waitSeconds: number | null;
    }
  | { readonly kind: "ringback" }
  /** Once: a call of an agent whose line stays up is over. */
  | { readonly kind: "tone" }
  /** After the prompts and a tone, what this leg says is written, until #, silence, or so many ms. Told by `recorded`. */
  | {
      readonly kind: "voicemail";
      readonly prompts: readonly PromptId[];
      readonly recordingId: RecordingId;
      readonly maxMs: number;
    }
  | { readonly kind: "echo"; readonly prompts: readonly PromptId[] }
  /** The prompts, then music, while this is paid with the digits behind these tokens. Told by `paid`. */
  | { readonly kind: "pay"; readonly prompts: readonly PromptId[]; readonly payment: PaymentPicture }
);

export interface PaymentPicture {
  readonly amount: Amount;
  /** Of the digits; `null`: they were never entered. */
  readonly card: string | null;
  readonly expiry: string | null;
  readonly code: string | null;
}

export type KeysPicture =
  | { readonly kind: "menu"; readonly choices: readonly MenuKey[]; readonly timeoutMs: number }
  | {
      readonly kind: "collect";
      readonly lengthMin: number;
      readonly lengthMax: number;
      readonly secure: boolean;
      readonly check: DigitsCheck | null;
      /** Whether * on nothing ends it. */
      readonly cancels: boolean;
      readonly timeoutMs: number;
    };

/** A call as it should be now. Drawn anew after every decision about it; drawing it twice changes nothing. */
export interface CallPicture {
  readonly interactionId: InteractionId;
  readonly direction: Call["direction"];
  readonly legs: readonly LegPicture[];
  readonly plays: readonly PlayPicture[];
  readonly recordings: readonly RecordingPicture[];
  /** What stands for secure digits that are still needed; all others are forgotten. */
  readonly secrets: readonly string[];
}

/** What a party hears who waits for nobody in particular: on hold, or when an agent has been lost. */
export const HOLD_MUSIC = "music" as PromptId;

/**
 * SPEC LIN-3: an agent's line while no call has it: a call of one, that hears when a call comes and when one is over.
 * `null`: it is down.
 *
 * @param rings a call rings at the agent's desk
 */
export function linePictureOf({ id, phone, line }: Agent, rings: boolean): CallPicture | null {
  if (line === null || line.state === "down") return null;
  const interactionId = lineCallId(id);
  const { legId, inCall, cameFrom, state } = line;
  const drawn = { interactionId, direction: "internal", recordings: [], secrets: [] } as const;
  if (inCall !== null) return { ...drawn, legs: [], plays: [] };
  const from = cameFrom === null ? {} : { from: cameFrom };
  const plays: PlayPicture[] = [];
  if (rings && state === "up") plays.push({ id: `${legId}.rings`, to: [legId], kind: "ringback" });
  else if (cameFrom !== null) plays.push({ id: `${legId}.over`, to: [legId], kind: "tone" });
  return {
    ...drawn,
    legs: [
      {
        legId,
        role: "agent",
        agentId: id,
        device: phone.device,
        want: cameFrom === null ? "dial" : "move",
        ...from,
        muted: false,
        circle: null,
        beside: null,
      },
    ],
    plays,
  };
}

/** SPEC PIC-1 to PIC-8. `null`: there is no call any more, and every leg of it hangs up. */
export function pictureOf(interaction: Interaction): CallPicture | null {
  const { call } = interaction;
  if (!call || call.legs.length === 0) return null;
  return {
    interactionId: interaction.id,
    direction: call.direction,
    legs: call.legs.filter((leg) => isCalled(call, leg)).map((leg) => legPictureOf(call, leg)),
    plays: playsOf(interaction, call),
    recordings: call.recordings.map(({ id: recordingId, legId, kind, pausedSince }) => ({
      recordingId,
      legId,
      kind,
      paused: pausedSince !== null,
    })),
    secrets: Object.values(call.secrets),
  };
}

/**
 * Nobody is called before the one who calls can talk, and a customer who calls in the app is connected when an agent has
 * said yes; once called, it stays so.
 */
function isCalled(call: Call, leg: Leg): boolean {
  const waits = leg.role === "customer" || (leg.role === "external" && call.direction === "internal");
  if (!waits || leg.state !== "dialing") return true;
  return call.legs.some(
    (other) => other.role === "agent" && (call.direction === "inbound" || isThere(other)),
  );
}

function legPictureOf(call: Call, leg: Leg): LegPicture {
  const { id: legId, role, agentId, device, muted, monitoring } = leg;
  const beside =
    monitoring && call.legs.find((other) => other.role === "agent" && other.agentId === monitoring.beside);
  return {
    legId,
    role,
    agentId,
    device,
    want: wantOf(call, leg),
    ...(leg.movedFrom !== undefined && { from: leg.movedFrom }),
    muted,
    // What is said to a voice application, keys above all, is nobody's here.
    circle: leg.heldSince === null && role !== "supervisor" && call.application === null ? leg.circle : null,
    beside: beside ? { legId: beside.id, mode: monitoring.mode } : null,
  };
}

function wantOf(call: Call, { role, device, state, movedFrom }: Leg): LegPicture["want"] {
  if (movedFrom !== undefined) return "move";
  switch (role) {
    case "agent":
    case "supervisor":
      if (state === "arriving") return "answer";
      return device === "sip" || device === "external" ? "dial" : "attach";
    case "external":
      return "dial";
    case "customer":
      if (device === "app") return "attach";
      return call.direction === "inbound" ? "answer" : "dial";
  }
}

function playsOf(interaction: Interaction, call: Call): PlayPicture[] {
  const { mailbox, message } = call;
  if (mailbox) {
    const { playId: id, legId, prompts, recordingId, maxMs } = mailbox;
    return [{ id, to: [legId], kind: "voicemail", prompts, recordingId, maxMs }];
  }
  if (message) {
    const to = partyLegs(call).flatMap((leg) => (isThere(leg) ? [leg.id] : []));
    return [{ id: message.playId, to, kind: "prompts", prompts: [message.promptId], keys: null }];
  }
  const customer = customerLeg(call);
  const step = call.run && call.scenario?.steps[call.run.stepId];
  if (call.run && step) return customer ? playsOfStep(call, call.run, step, [customer.id]) : [];
  const music: LegId[] = [];
  const ringback: LegId[] = [];
  for (const leg of partyLegs(call)) {
    switch (soundForLonely(interaction, call, leg)) {
      case "music":
        music.push(leg.id);
        break;
      case "ringback":
        ringback.push(leg.id);
        break;
      case null:
    }
  }
  const { id } = interaction;
  const plays: PlayPicture[] = [];
  if (music.length > 0) plays.push({ id: `${id}.music`, to: music, kind: "music", music: HOLD_MUSIC });
  if (ringback.length > 0) plays.push({ id: `${id}.ringback`, to: ringback, kind: "ringback" });
  return plays;
}

/** What somebody hears who has nobody to talk to at the moment. */
function soundForLonely(interaction: Interaction, call: Call, leg: Leg): "music" | "ringback" | null {
  const held = leg.heldSince !== null;
  const inCircle = partyLegs(call).filter(
    (other) => other.id !== leg.id && other.circle === leg.circle && other.heldSince === null,
  );
  if (!held && inCircle.some((other) => other.state === "connected")) return null;
  const rings =
    !held && (inCircle.some((other) => other.state === "ringing") || isOffered(interaction, leg.circle));
  if (leg.role !== "agent") {
    if (!isThere(leg) && leg.state !== "arriving") return null;
    return rings && !partyLegs(call).some((other) => other.role === "agent") ? "ringback" : "music";
  }
  if (held || !isThere(leg)) return null;
  if (rings) return "ringback";
  // Left by whoever asks, who is with the others now.
  if (call.consultation !== null && call.consultation.by !== leg.agentId) return "music";
  const { request } = interaction;
  if (request === null || (request.kind === "consult") !== (leg.circle === "consult")) return null;
  // Alone until whoever is asked for has come; or in the queue itself, with whoever is free there.
  if (request.offerId !== null) return "ringback";
  return request.agentId === null ? "music" : null;
}

/** It rings at a colleague's desk for those in this circle. */
function isOffered({ request }: Interaction, circle: Circle): boolean {
  if (request === null || request.offerId === null) return false;
  return request.kind === "consult" ? circle === "consult" : request.kind === "call" && circle === "main";
}

function playsOfStep(
  call: Call,
  run: NonNullable<Call["run"]>,
  step: ScenarioStep,
  to: readonly LegId[],
): PlayPicture[] {
  const { playId: id } = run;
  switch (step.type) {
    case "play":
    case "hang_up":
      return [{ id, to, kind: "prompts", prompts: step.prompts, keys: null }];
    case "menu": {
      const choices = Object.keys(step.choices) as MenuKey[];
      const prompts = run.afterInvalid ? [...step.invalidPrompts, ...step.prompts] : step.prompts;
      return [
        { id, to, kind: "prompts", prompts, keys: { kind: "menu", choices, timeoutMs: step.timeoutMs } },
      ];
    }
    case "collect": {
      const { lengthMin, lengthMax, secure, timeoutMs, check = null } = step;
      const prompts = run.afterInvalid ? [...(step.invalidPrompts ?? []), ...step.prompts] : step.prompts;
      const cancels = step.cancelled != null;
      return [
        {
          id,
          to,
          kind: "prompts",
          prompts,
          keys: { kind: "collect", lengthMin, lengthMax, secure, check, cancels, timeoutMs },
        },
      ];
    }
    case "pay": {
      const amount = call.application?.amount;
      if (amount == null) return [];
      const of = (name: string): string | null => call.secrets[name] ?? null;
      const payment = { amount, card: of(step.card), expiry: of(step.expiry), code: of(step.code) };
      return [{ id, to, kind: "pay", prompts: step.prompts, payment }];
    }
    case "echo":
      return [{ id, to, kind: "echo", prompts: step.prompts }];
    case "find_agent": {
      const music: PlayPicture = { id, to, kind: "music", music: step.music };
      const { announcement } = run;
      if (!announcement) return [music];
      const { ahead, waitSeconds, count } = announcement;
      return [music, { id: `${id}.a${count}`, to, kind: "position", ahead, waitSeconds }];
    }
    default:
      return [];
  }
}
