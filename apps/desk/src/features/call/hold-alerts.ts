import type { InteractionView } from "@patchbay/protocol";
import { callsInHand, HOLD_LONG_MS } from "./call-state.js";

/** After the first word about a long hold the next ones come this far apart, ms. */
const AGAIN_MS = 120_000;

/** How often a hold of this length should have been told, ms. */
const tellings = (heldMs: number): number =>
  heldMs < HOLD_LONG_MS ? 0 : 1 + Math.floor((heldMs - HOLD_LONG_MS) / AGAIN_MS);

/** One hold of one call: the next one begins anew. */
const holdOf = ({ interactionId, call }: InteractionView): string =>
  `${interactionId} ${call?.heldSince ?? ""}`;

export interface HoldAlerts {
  /** Calls whose long hold is to be told now. */
  readonly due: readonly { readonly view: InteractionView; readonly heldMs: number }[];
  /** How often each hold that goes on has been told, `due` among them. */
  readonly told: ReadonlyMap<string, number>;
}

/**
 * The holds of which the agent has to be told: what is in front says it by itself.
 * @param front the interaction on the screen; `null`: none
 * @param now the server's clock, ms
 */
export function holdAlerts(
  interactions: Iterable<InteractionView>,
  told: ReadonlyMap<string, number>,
  front: string | null,
  now: number,
): HoldAlerts {
  const held = callsInHand(interactions).flatMap((view) => {
    const since = view.call?.heldSince ?? null;
    return since === null ? [] : [{ view, heldMs: now - since }];
  });
  return {
    due: held.filter(
      ({ view, heldMs }) => view.interactionId !== front && tellings(heldMs) > (told.get(holdOf(view)) ?? 0),
    ),
    told: new Map(held.map(({ view, heldMs }) => [holdOf(view), tellings(heldMs)])),
  };
}
