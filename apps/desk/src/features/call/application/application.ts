import {
  type AmountView,
  type ApplicationView,
  fractionDigits,
  type HappeningView,
  type InteractionView,
  type RunningApplicationView,
  type VoiceView,
} from "@patchbay/protocol";
import { callState } from "../call-state.js";

type Seen = Pick<InteractionView, "phase" | "call" | "request">;

/** Why a call cannot go to a voice application now, by path; `null`: it can, `undefined`: this call never does. */
export function applicationWhy(view: Seen): string | null | undefined {
  const { call, phase } = view;
  const state = callState(view);
  if (call === null || phase === "monitoring" || state === "ended" || state === "wrap_up") return undefined;
  if (call.direction === "internal" || call.customer === null) return undefined;
  if (call.own?.state !== "connected") return "call.why.ownAudio";
  if (call.customer.state !== "connected") return "call.why.notConnected";
  if (call.application !== null) return "call.why.application";
  if (call.recordings.some(({ kind }) => kind === "signature")) return "call.why.signature";
  if (call.consultation !== null) return "call.why.consulted";
  return view.request === null ? null : "call.why.asking";
}

/** Why this one cannot be chosen, by path; `null`: it can. */
export const choiceWhy = (
  { takesPayment }: Pick<ApplicationView, "takesPayment">,
  { payments }: Pick<VoiceView, "payments">,
): string | null => (takesPayment && payments.mode === "off" ? "call.application.noProcessor" : null);

/** What somebody typed, as money; `null`: it is none. A point or a comma before the smallest unit, and no other signs. */
export function readAmount(text: string, currency: string): AmountView | null {
  const digits = fractionDigits(currency);
  const found = /^(\d{1,7})(?:[.,](\d+))?$/.exec(text.trim());
  const [, whole = "", part = ""] = found ?? [];
  if (found === null || part.length > digits) return null;
  const minor = Number(whole) * 10 ** digits + Number(part.padEnd(digits, "0") || "0");
  return minor > 0 && minor <= 100_000_000 ? { minor, currency } : null;
}

export interface Progress {
  /** `paying`: the processor is asked, and nobody can take the caller back. */
  readonly doing: "listening" | "entering" | "choosing" | "paying";
  readonly entered: number;
  readonly min: number;
  readonly max: number;
  readonly secure: boolean;
  /** The step was said before: attempt and the most. */
  readonly attempt: { readonly now: number; readonly most: number } | null;
}

/** @param keys what was told last of digits, of whichever step */
export function progressOf(
  { step }: Pick<RunningApplicationView, "step">,
  keys: { readonly playId: string; readonly entered: number } | null,
): Progress {
  const digits = step?.digits ?? null;
  const most = step?.attemptsMax ?? null;
  return {
    doing:
      step?.type === "pay"
        ? "paying"
        : digits !== null
          ? "entering"
          : step?.type === "menu"
            ? "choosing"
            : "listening",
    entered: digits !== null && keys !== null && keys.playId === step?.playId ? keys.entered : 0,
    min: digits?.min ?? 0,
    max: digits?.max ?? 0,
    secure: digits?.secure ?? false,
    attempt: step !== null && most !== null && step.attempt > 1 ? { now: step.attempt, most } : null,
  };
}

export interface LastApplication {
  readonly scenarioId: string;
  /** `agent`: somebody took the caller back. */
  readonly cause: "done" | "agent" | "customer_left";
  readonly by: string;
  /** Of a payment, the last that was tried. */
  readonly paid: "approved" | "declined" | "failed" | null;
}

/** What came of the last one in this call; `null`: there was none, or one goes on. */
export function lastApplication(happenings: readonly HappeningView[]): LastApplication | null {
  const begun = happenings.findLastIndex(({ what }) => what === "ApplicationConnected");
  const after = happenings.slice(begun + 1);
  const ended = after.find(({ what }) => what === "ApplicationEnded");
  if (begun < 0 || ended === undefined) return null;
  const paid = after.findLast(({ what }) => what === "PaymentReported")?.facts["outcome"];
  return {
    scenarioId: String(happenings[begun]?.facts["scenarioId"] ?? ""),
    cause: causeOf(ended.facts["cause"]),
    by: String(ended.facts["agentId"] ?? ""),
    paid: paid === "approved" || paid === "declined" || paid === "failed" ? paid : null,
  };
}

const causeOf = (cause: unknown): LastApplication["cause"] =>
  cause === "agent" || cause === "customer_left" ? cause : "done";
