import { asId, type Command, type InteractionId, type ScenarioStep } from "@patchbay/core";
import { amountText, type VoiceEvent } from "@patchbay/protocol";
import type { Submission } from "../center/center.js";
import type { ContentWrite } from "../center/content.js";
import type { CenterHandle } from "../center/edge.js";
import { cleanText } from "../center/plain-text.js";

type Collected = Extract<VoiceEvent, { readonly type: "play.collected" }>;
type Paid = Extract<VoiceEvent, { readonly type: "play.paid" }>;
type CollectStep = Extract<ScenarioStep, { readonly type: "collect" }>;

const DOT = "•";

/**
 * What a caller entered, with what stands beside the call of it: the digits, of a card's number the last four, of other
 * secure digits how many there were, and of those that were compared only what came of it.
 */
export async function collected(handle: CenterHandle, event: Collected): Promise<Submission> {
  const { interactionId, playId, length, token } = event;
  const report = (
    kind: "collected" | "invalid",
  ): Extract<Command, { readonly type: "ReportPlay" }>["report"] =>
    kind === "collected" ? { kind, length, token } : { kind };
  const command = (kind: "collected" | "invalid"): Command => ({
    type: "ReportPlay",
    interactionId: asId(interactionId),
    playId: asId(playId),
    report: report(kind),
  });
  const step = stepOf(handle, interactionId, playId);
  // A step that is over: nothing of it is kept.
  if (step === undefined) return { command: command("collected") };
  if (step.check === "account" && !step.secure) {
    const matches = await isAccountOf(handle, interactionId, event.digits ?? "");
    const shown = await noted(handle, interactionId, step.name, matches ? "matches" : "does not match");
    return { command: command(matches ? "collected" : "invalid"), content: shown };
  }
  const shown = step.secure ? masked(event) : (event.digits ?? "");
  return { command: command("collected"), content: await noted(handle, interactionId, step.name, shown) };
}

/**
 * What came of a payment stands in the list of payments, and in words beside the call, where a second one does not take the
 * place of the first.
 */
export async function paid(handle: CenterHandle, event: Paid): Promise<Submission> {
  const { interactionId, playId, amount, outcome, code, reference, lastDigits } = event;
  const known = await handle.records.interactionData(interactionId);
  const before = Object.keys(known?.parameters ?? {}).filter((name) => /^Payment( \d+)?$/.test(name)).length;
  const events = await handle.records.events(interactionId);
  const given = events.findLast((event) => event.type === "ApplicationConnected");
  const parts = [
    outcome,
    amountText(amount),
    ...(lastDigits === null ? [] : [`card ${DOT.repeat(4)} ${lastDigits}`]),
    ...(reference === null ? [] : [`reference ${reference}`]),
    ...(code === null ? [] : [code.replaceAll("_", " ")]),
  ];
  const name = before === 0 ? "Payment" : `Payment ${before + 1}`;
  const content: ContentWrite[] = [
    {
      table: "payment",
      interactionId,
      paymentId: playId,
      outcome,
      ...amount,
      code,
      reference,
      agentId: given?.type === "ApplicationConnected" ? given.agentId : null,
    },
    ...(await noted(handle, interactionId, name, parts.join(", "))),
  ];
  // The core has forgotten what is complete. What was paid is kept all the same.
  if (!handle.center.state.interactions.has(asId(interactionId))) return { command: null, content };
  return {
    command: {
      type: "ReportPlay",
      interactionId: asId(interactionId),
      playId: asId(playId),
      report: { kind: "paid", outcome, amount },
    },
    content,
  };
}

function stepOf(handle: CenterHandle, interactionId: string, playId: string): CollectStep | undefined {
  const call = handle.center.state.interactions.get(asId<InteractionId>(interactionId))?.call;
  const step = call?.run?.playId === playId ? call.scenario?.steps[call.run.stepId] : undefined;
  return step?.type === "collect" ? step : undefined;
}

const masked = ({ length, lastDigits }: Collected): string =>
  lastDigits === undefined ? DOT.repeat(Math.min(length, 8)) : `${DOT.repeat(4)} ${lastDigits}`;

/** Digits alone are compared: policies are written with letters and dashes, and a telephone has neither. */
async function isAccountOf(handle: CenterHandle, interactionId: string, digits: string): Promise<boolean> {
  const contactId = handle.center.state.interactions.get(asId<InteractionId>(interactionId))?.contactId;
  const contact = contactId === undefined ? undefined : await handle.records.contact(contactId);
  const account = (contact?.account ?? "").replace(/\D/g, "");
  return account !== "" && account === digits;
}

/** What a caller entered stands with the interaction's other data, under the name that the scenario gives it. */
async function noted(
  handle: CenterHandle,
  interactionId: string,
  name: string,
  value: string,
): Promise<ContentWrite[]> {
  const known = await handle.records.interactionData(interactionId);
  return [
    {
      table: "interaction_data",
      interactionId,
      data: {
        phoneNumber: known?.phoneNumber ?? null,
        from: known?.from ?? null,
        parameters: { ...known?.parameters, [cleanText(name)]: cleanText(value) },
        channelMark: known?.channelMark ?? "web",
      },
    },
  ];
}
