import { ask, selectOnceThere, toastError } from "./actions.js";

/** A supervisor reads a chat along: it comes to the front, in place of the one that was read before. */
export async function readAlong(interactionId: string): Promise<void> {
  const answer = await ask("monitorChat", { interactionId });
  if (answer.ok) selectOnceThere(interactionId, "monitoring");
  else toastError(answer.error);
}

export async function stopReadingAlong(interactionId: string): Promise<void> {
  const answer = await ask("stopMonitoringChat", { interactionId });
  if (answer.ok) return;
  // It may have ended on its own a moment before: then there is nothing left to stop, and nothing to say.
  const { code } = answer.error;
  if (code !== "nothing_to_cancel" && code !== "no_interaction") toastError(answer.error);
}
