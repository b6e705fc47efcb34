import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import type { MenuKey, PromptId, ScenarioStep } from "../scenario/scenario.js";
import type { Call, LegId } from "./call.js";

/** What the voice process is to make of one leg. It compares with what is, and does what is missing. */
export interface LegPicture {
  readonly legId: LegId;
  readonly role: "customer" | "agent";
  readonly agentId: AgentId | null;
  /**
   * `answer`: an arriving call is answered. `dial`: the number is called. `attach`: an agent's phone may connect.
   * A leg that is not in the picture hangs up.
   */
  readonly want: "answer" | "dial" | "attach";
  /** Its microphone reaches nobody. */
  readonly muted: boolean;
  /** It neither hears the others nor is heard; only what is played to it. */
  readonly held: boolean;
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
  | { readonly kind: "echo"; readonly prompts: readonly PromptId[] }
);

export type KeysPicture =
  | { readonly kind: "menu"; readonly choices: readonly MenuKey[]; readonly timeoutMs: number }
  | {
      readonly kind: "collect";
      readonly lengthMin: number;
      readonly lengthMax: number;
      readonly secure: boolean;
      readonly timeoutMs: number;
    };

/** A call as it should be now. Drawn anew after every decision about it; drawing it twice changes nothing. */
export interface CallPicture {
  readonly interactionId: InteractionId;
  readonly direction: Call["direction"];
  readonly legs: readonly LegPicture[];
  readonly plays: readonly PlayPicture[];
}

/** What a caller hears who waits for nobody in particular: on hold, or when an agent has been lost. */
export const HOLD_MUSIC = "music" as PromptId;

/** SPEC PIC-1 to PIC-5. `null`: there is no call any more, and every leg of it hangs up. */
export function pictureOf(interaction: Interaction): CallPicture | null {
  const { call } = interaction;
  if (!call || call.legs.length === 0) return null;
  const agentIsThere = call.legs.some((leg) => leg.role === "agent" && leg.state === "connected");
  const held = call.heldSince !== null;
  const legs = call.legs.flatMap((leg): LegPicture[] => {
    const { id: legId, role, agentId, muted } = leg;
    if (role === "agent") return [{ legId, role, agentId, want: "attach", muted, held: false }];
    if (call.direction === "inbound") return [{ legId, role, agentId, want: "answer", muted, held }];
    // Nobody is called before the one who calls can talk; once dialled, it stays dialled.
    const dialled =
      leg.state !== "dialing" || agentIsThere || call.legs.some((other) => other.state === "lost");
    return dialled ? [{ legId, role, agentId, want: "dial", muted, held }] : [];
  });
  return {
    interactionId: interaction.id,
    direction: call.direction,
    legs,
    plays: playsOf(interaction, call, agentIsThere),
  };
}

function playsOf(interaction: Interaction, call: Call, agentIsThere: boolean): PlayPicture[] {
  const customer = call.legs.find((leg) => leg.role === "customer");
  if (!customer) return [];
  const { id } = interaction;
  const to = [customer.id];
  const step = call.run && call.scenario?.steps[call.run.stepId];
  if (call.run && step) return playsOfStep(call.run, step, to);
  if (call.direction === "outbound" && customer.state !== "connected") {
    const callers = call.legs.filter((leg) => leg.role === "agent").map((leg) => leg.id);
    return customer.state === "ringing" ? [{ id: `${id}.ringback`, to: callers, kind: "ringback" }] : [];
  }
  const alone = !agentIsThere || call.heldSince !== null;
  return alone ? [{ id: `${id}.music`, to, kind: "music", music: HOLD_MUSIC }] : [];
}

function playsOfStep(run: NonNullable<Call["run"]>, step: ScenarioStep, to: readonly LegId[]): PlayPicture[] {
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
      const { lengthMin, lengthMax, secure, timeoutMs, prompts } = step;
      return [
        {
          id,
          to,
          kind: "prompts",
          prompts,
          keys: { kind: "collect", lengthMin, lengthMax, secure, timeoutMs },
        },
      ];
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
