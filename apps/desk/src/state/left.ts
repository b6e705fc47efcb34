import type { ContactView, DeskChange, InteractionView } from "@patchbay/protocol";
import { create } from "zustand";
import { keeperFor } from "./kept.js";
import { seat } from "./store.js";

/** A chat that has left this desk: completed, given away, or left. Its customer stays within reach. */
export interface LeftChat {
  readonly interactionId: string;
  readonly contact: ContactView;
  readonly serviceName: string;
  readonly mark: "mobile" | "web";
  /** Server's clock, ms. */
  readonly leftAt: number;
}

/** How many stay in the list. */
export const LEFT_MAX = 10;

/** Newest first. */
export const useLeft = create<{ readonly left: readonly LeftChat[] }>(() => ({ left: [] }));

export function restoreLeft(agentId: string): void {
  useLeft.setState({ left: keeperFor(seat, agentId).left() });
}

/** Remembers what this frame takes away; `interactions` as they were before it. */
export function noteLeft(
  agentId: string,
  interactions: ReadonlyMap<string, InteractionView>,
  changes: readonly DeskChange[],
  now: number,
): void {
  const gone = goneBy(interactions, changes);
  if (gone.length === 0) return;
  const fresh = gone.map(({ interactionId, contact, serviceName, mark }) => ({
    interactionId,
    contact,
    serviceName,
    mark,
    leftAt: now,
  }));
  const ids = new Set(fresh.map(({ interactionId }) => interactionId));
  const left = [...fresh, ...useLeft.getState().left.filter((one) => !ids.has(one.interactionId))].slice(
    0,
    LEFT_MAX,
  );
  useLeft.setState({ left });
  keeperFor(seat, agentId).keepLeft(left);
}

function goneBy(
  interactions: ReadonlyMap<string, InteractionView>,
  changes: readonly DeskChange[],
): readonly InteractionView[] {
  return changes.flatMap((change) => {
    const view = change.on === "interaction.gone" ? interactions.get(change.interactionId) : undefined;
    return view ? [view] : [];
  });
}

/** Who took over what this frame takes away, where a transfer was under way: worth a word to the giver. */
export function takenOver(
  interactions: ReadonlyMap<string, InteractionView>,
  changes: readonly DeskChange[],
): readonly { readonly customer: string; readonly agentId: string | null; readonly serviceId: string }[] {
  return goneBy(interactions, changes).flatMap((view) =>
    view.phase === "connected" && view.request?.kind === "transfer"
      ? [{ customer: view.contact.name, agentId: view.request.agentId, serviceId: view.request.serviceId }]
      : [],
  );
}
