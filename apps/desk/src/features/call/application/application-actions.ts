import type { AmountView } from "@patchbay/protocol";
import { askNow, toastError } from "../../../state/actions.js";

/** @returns the code of a refusal: the panel in which it was chosen says it */
export async function connectApplication(
  interactionId: string,
  scenarioId: string,
  amount: AmountView | null,
): Promise<string | null> {
  const answer = await askNow("connectApplication", { interactionId, scenarioId, amount });
  return answer.ok ? null : answer.error.code;
}

export async function takeCallerBack(interactionId: string): Promise<void> {
  const answer = await askNow("endApplication", { interactionId });
  if (!answer.ok) toastError(answer.error);
}
