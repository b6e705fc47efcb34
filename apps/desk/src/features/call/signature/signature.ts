import type { CallView, InteractionView, RecordingView, SignatureTake } from "@patchbay/protocol";
import { callState } from "../call-state.js";
import { failureWhy } from "../recording.js";

type Seen = Pick<InteractionView, "phase" | "call" | "request">;

/** The signature that this agent records now. */
export const runningSignature = ({ recordings }: Pick<CallView, "recordings">): RecordingView | null =>
  recordings.find(({ own, kind }) => own && kind === "signature") ?? null;

/** Why no voice signature can be begun now, by path; `null`: one can, or goes on. `undefined`: this call never has one. */
export function signatureWhy(view: Seen, now: number): string | null | undefined {
  const { call, phase } = view;
  const state = callState(view);
  if (call === null || phase === "monitoring" || state === "ended" || state === "wrap_up") return undefined;
  if (call.direction === "internal" || call.own === null) return undefined;
  if (runningSignature(call) !== null) return null;
  if (call.signatureScript === null) return "signature.whyNot.script";
  if (call.own.state !== "connected") return "call.why.ownAudio";
  if (call.application !== null) return "call.why.application";
  if (call.consultation !== null || call.own.circle !== "main") return "signature.whyNot.consult";
  if (call.customer?.state !== "connected" || call.heldSince !== null) return "signature.whyNot.customer";
  // A spoken consent that was recorded without one would be worth nothing; that it was not asked yet, Start asks.
  if (call.consent === false) return "records.call.why.refused";
  return failureWhy(call, now);
}

/** What the panel shows: the own takes decide. */
export type Stage =
  | { readonly at: "ready"; readonly last: SignatureTake | null }
  | { readonly at: "recording"; readonly since: number }
  /** It is over, and its file is being finished. */
  | { readonly at: "saving" }
  | { readonly at: "judging"; readonly take: SignatureTake };

export function stageOf(running: RecordingView | null, takes: readonly SignatureTake[]): Stage {
  if (running !== null) return { at: "recording", since: running.startedAt };
  const last = takes.at(-1) ?? null;
  if (last?.state === "recording" || (last?.state === "to_judge" && !last.playable)) return { at: "saving" };
  if (last?.mayJudge === true) return { at: "judging", take: last };
  return { at: "ready", last };
}
