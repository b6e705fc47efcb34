import type { ContactView, DepartureView, DeskChange, InteractionView } from "@patchbay/protocol";
import { create } from "zustand";
import type { DeskData } from "./desk-data.js";
import { keeperFor } from "./kept.js";
import { isWithoutResult } from "./news.js";
import { seat } from "./store.js";

/** A chat that has left this desk: completed, given away, or left. Its customer stays within reach. */
export interface LeftChat {
  readonly interactionId: string;
  readonly contact: ContactView;
  readonly serviceName: string;
  readonly mark: "mobile" | "web";
  /** Absent in what an earlier desk kept: a chat. */
  readonly channel?: InteractionView["channel"];
  /** Server's clock, ms. */
  readonly leftAt: number;
  /** How it left; absent where it is not known, as after a long absence. */
  readonly departure?: DepartureView | null;
  /** The time for the result ran out without one that the service asks for. */
  readonly withoutResult?: boolean;
}

/** How many stay in the list. */
export const LEFT_MAX = 10;

/** Newest first. */
export const useLeft = create<{ readonly left: readonly LeftChat[] }>(() => ({ left: [] }));

export function restoreLeft(agentId: string): void {
  useLeft.setState({ left: keeperFor(seat, agentId).left() });
}

/** Remembers what this frame takes away; `data` as it was before it. */
export function noteLeft(
  agentId: string,
  { interactions, services }: Pick<DeskData, "interactions" | "services">,
  changes: readonly DeskChange[],
  now: number,
): void {
  const gone = goneBy(interactions, changes);
  if (gone.length === 0) return;
  const fresh = gone.map(({ view, departure }): LeftChat => {
    const { interactionId, contact, serviceName, mark, channel } = view;
    const withoutResult = isWithoutResult(view, services, departure?.how ?? null);
    return { interactionId, contact, serviceName, mark, channel, leftAt: now, departure, withoutResult };
  });
  const ids = new Set(fresh.map(({ interactionId }) => interactionId));
  const left = [...fresh, ...useLeft.getState().left.filter((one) => !ids.has(one.interactionId))].slice(
    0,
    LEFT_MAX,
  );
  useLeft.setState({ left });
  keeperFor(seat, agentId).keepLeft(left);
}

/** Who has taken, in the end, what this agent gave away; the list says it from then on. */
export function noteTaken(agentId: string, changes: readonly DeskChange[]): void {
  const takers = new Map(
    changes.flatMap((change) => {
      if (change.on !== "handover" || change.view.how !== "taken") return [];
      const { who } = change.view;
      const taker = who?.agentId == null ? null : { agentId: who.agentId, name: who.name };
      return [[change.interactionId, taker] as const];
    }),
  );
  if (takers.size === 0) return;
  const left = useLeft
    .getState()
    .left.map(
      (one): LeftChat =>
        takers.has(one.interactionId)
          ? { ...one, departure: { how: "transferred", to: takers.get(one.interactionId) ?? null } }
          : one,
    );
  useLeft.setState({ left });
  keeperFor(seat, agentId).keepLeft(left);
}

/** The customer of something that has left this desk; empty when the list has gone on since. */
export const leftCustomer = (interactionId: string): string =>
  useLeft.getState().left.find((one) => one.interactionId === interactionId)?.contact.name ?? "";

function goneBy(
  interactions: ReadonlyMap<string, InteractionView>,
  changes: readonly DeskChange[],
): readonly { readonly view: InteractionView; readonly departure: DepartureView | null }[] {
  return changes.flatMap((change) => {
    if (change.on !== "interaction.gone") return [];
    const view = interactions.get(change.interactionId);
    // A call among colleagues has no customer to come back to; Recent has it.
    // What a supervisor only read or heard along was never in hand.
    if (view === undefined || view.call?.direction === "internal" || view.phase === "monitoring") return [];
    return [{ view, departure: change.departure }];
  });
}
