import { serverNow, useDesk } from "../../state/store.js";
import { newDraft } from "./draft.js";
import { keyOfNew, openDraft } from "./drafts-store.js";
import { ownZone } from "./due.js";

/** Opens the form for one more follow-up of this interaction, for the agent's own. */
export function openNewFollowUp({
  interactionId,
  customer,
  numbers,
}: {
  readonly interactionId: string;
  readonly customer: string;
  /** As the network takes them; the first is the one to call. */
  readonly numbers: readonly string[];
}): void {
  const me = useDesk.getState().data?.user.agentId ?? "";
  const given = { interactionId, customer, numbers: [...new Set(numbers)], me };
  const draft = newDraft({
    ...given,
    followUpId: crypto.randomUUID(),
    timeZone: ownZone(),
    now: serverNow(),
  });
  openDraft(keyOfNew(interactionId), draft);
}
