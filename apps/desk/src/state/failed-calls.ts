import type { DeskChange, InteractionView } from "@patchbay/protocol";

export interface FailedCall {
  /** A `LegEndCause` of the core. */
  readonly cause: string;
  readonly customer: string;
}

/**
 * Calls out that nobody answered: they are gone at once, without wrap-up, and the agent should know why. What the agent
 * gave up itself needs no word.
 * @param interactions as they were before the changes
 */
export function failedCalls(
  interactions: ReadonlyMap<string, InteractionView>,
  changes: readonly DeskChange[],
): FailedCall[] {
  return changes.flatMap((change): FailedCall[] => {
    if (change.on !== "interaction.gone" || change.unreached === undefined) return [];
    const customer = interactions.get(change.interactionId)?.contact.name;
    return customer === undefined || change.unreached === "hung_up"
      ? []
      : [{ cause: change.unreached, customer }];
  });
}
