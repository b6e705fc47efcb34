import { askNow, select, toast, toastError } from "../../state/actions.js";
import { word } from "../../words/words.js";

const KEY = "patchbay.line";

/** The line that was last used at this browser, while there still is one of that name. */
export function lineToUse(lines: readonly { readonly entryId: string }[]): string {
  const last = localStorage.getItem(KEY);
  return lines.find(({ entryId }) => entryId === last)?.entryId ?? lines[0]?.entryId ?? "";
}

export const rememberLine = (entryId: string): void => localStorage.setItem(KEY, entryId);

/**
 * Calls a number. The new call comes to the front when the agent asked for it there; beside a chat, the chat stays.
 * @returns the sentence of a refusal
 */
export async function placeCall(
  entryId: string,
  number: string,
  beside: string | null,
): Promise<string | null> {
  const answer = await askNow("placeCall", { entryId, number, beside });
  if (!answer.ok) return word(`errors.${answer.error.code}`, answer.error.facts ?? {});
  rememberLine(entryId);
  if (beside === null) select({ kind: "interaction", id: answer.output.interactionId });
  return null;
}

/**
 * Calls a colleague.
 * @returns the sentence of a refusal
 */
export async function callColleague(agentId: string): Promise<string | null> {
  const answer = await askNow("placeCall", { agentId });
  if (!answer.ok) return word(`errors.${answer.error.code}`);
  select({ kind: "interaction", id: answer.output.interactionId });
  return null;
}

/** Calls the customer of a chat in the app; the chat stays in front. */
export async function callInAppOrSay(beside: string): Promise<void> {
  const answer = await askNow("placeAppCall", { beside });
  if (!answer.ok) toastError(answer.error);
}

/** The same where there is no place for a sentence. */
export async function callOrSay(entryId: string, number: string, beside: string | null): Promise<void> {
  const refusal = await placeCall(entryId, number, beside);
  if (refusal !== null) toast(refusal, { tone: "error" });
}

export async function callColleagueOrSay(agentId: string): Promise<void> {
  const refusal = await callColleague(agentId);
  if (refusal !== null) toast(refusal, { tone: "error" });
}
