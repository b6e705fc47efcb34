import { muteCall } from "../../phone/phone.js";
import { askNow, selectOnceThere, toastError } from "../../state/actions.js";
import { forgetEndedHere, noteEndedHere } from "../../state/call-news.js";
import type { CallTarget } from "../directory/index.js";

const say = (code: string): void => void toastError({ code: code });

/** What came of a request: `null`, or the code of its refusal. */
const codeOf = (
  answer: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } },
) => (answer.ok ? null : answer.error.code);

const orSay = async (asked: Promise<string | null>): Promise<void> => {
  const code = await asked;
  if (code !== null) say(code);
};

export async function setMuted(interactionId: string, muted: boolean): Promise<void> {
  await orSay(muteCall(interactionId, muted));
}

export async function setHeld(interactionId: string, held: boolean): Promise<void> {
  await orSay(askNow("holdCall", { interactionId, held }).then(codeOf));
}

/** @returns whether they went into the line */
export async function sendKeys(interactionId: string, keys: string): Promise<boolean> {
  const answer = await askNow("sendKeys", { interactionId, keys });
  if (!answer.ok) say(answer.error.code);
  return answer.ok;
}

/** Calls that somebody has hung up already, so that a second click, meant for them, ends nothing else. */
const ending = new Set<string>();

/** Of this call and no other: whichever comes next needs a press of its own. */
export const endCall = (interactionId: string): Promise<void> =>
  endOnce(interactionId, () => askNow("endInteraction", { interactionId }).then(codeOf));

export const leaveCall = (interactionId: string): Promise<void> =>
  endOnce(interactionId, () => askNow("leaveInteraction", { interactionId }).then(codeOf));

export const endForAll = (interactionId: string): Promise<void> =>
  endOnce(interactionId, () => askNow("endCallForAll", { interactionId }).then(codeOf));

export const stopMonitoring = (interactionId: string): Promise<void> =>
  endOnce(interactionId, () => askNow("stopMonitoring", { interactionId }).then(codeOf));

async function endOnce(interactionId: string, end: () => Promise<string | null>): Promise<void> {
  if (ending.has(interactionId)) return;
  ending.add(interactionId);
  noteEndedHere(interactionId);
  const code = await end();
  // A supervisor may come back to the same call, and somebody who left may be asked in again.
  ending.delete(interactionId);
  if (code === null) return;
  forgetEndedHere(interactionId);
  if (code !== "no_interaction") say(code);
}

export const endConsultation = (interactionId: string): Promise<void> =>
  orSay(askNow("endConsultation", { interactionId }).then(codeOf));
export const swap = (interactionId: string, circle: "main" | "consult"): Promise<void> =>
  orSay(askNow("switchCircle", { interactionId, circle }).then(codeOf));
export const merge = (interactionId: string): Promise<void> =>
  orSay(askNow("mergeConsultation", { interactionId }).then(codeOf));
export const joinCalls = (interactionId: string, other: string, stay: boolean): Promise<void> =>
  orSay(askNow("joinCalls", { interactionId, other, stay }).then(codeOf));
export const completeTransfer = (interactionId: string): Promise<void> =>
  orSay(askNow("completeTransfer", { interactionId }).then(codeOf));
export const cancelRequest = (interactionId: string): Promise<void> =>
  orSay(askNow("cancelRequest", { interactionId }).then(codeOf));

export const muteParty = (interactionId: string, legId: string, muted: boolean): Promise<void> =>
  orSay(askNow("muteParty", { interactionId, legId, muted }).then(codeOf));
export const holdParty = (interactionId: string, legId: string, held: boolean): Promise<void> =>
  orSay(askNow("holdParty", { interactionId, legId, held }).then(codeOf));
export const removeParty = (interactionId: string, legId: string): Promise<void> =>
  orSay(askNow("removeParty", { interactionId, legId }).then(codeOf));

export type AskKind = "consult" | "transfer" | "add";

export interface Asking {
  readonly kind: AskKind;
  readonly target: CallTarget;
  readonly note: string;
  /** Of a transfer: this agent leaves at once. A number takes the call at once in any case. */
  readonly leave: boolean;
}

/** @returns the code of a refusal: the panel in which somebody was chosen says it */
export async function askFor(
  interactionId: string,
  { kind, target, note, leave }: Asking,
): Promise<string | null> {
  if (kind === "consult") return codeOf(await askNow("consult", { interactionId, to: target, note }));
  if ("number" in target)
    return codeOf(
      await askNow("callNumberIn", {
        interactionId,
        kind: kind === "add" ? "invite" : "transfer",
        number: target.number,
      }),
    );
  const asked = { interactionId, to: target, note };
  return codeOf(
    kind === "add" ? await askNow("invite", asked) : await askNow("transfer", { ...asked, leave }),
  );
}

export type MonitoringMode = "listen" | "whisper" | "barge";

/** @returns whether it was possible */
export async function monitor(
  interactionId: string,
  agentId: string,
  mode: MonitoringMode,
): Promise<boolean> {
  const code = codeOf(await askNow("monitorCall", { interactionId, agentId, mode }));
  if (code !== null) say(code);
  return code === null;
}

/**
 * The call comes to the front with its controls: the supervisor has asked for it.
 * @returns whether it was possible
 */
export async function takeOver(interactionId: string, agentId: string): Promise<boolean> {
  const code = codeOf(await askNow("takeOverCall", { interactionId, agentId }));
  if (code !== null) say(code);
  else selectOnceThere(interactionId);
  return code === null;
}
