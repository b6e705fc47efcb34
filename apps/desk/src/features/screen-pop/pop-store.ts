import type { OpenedPage, ScreenPop } from "@patchbay/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { ask } from "../../state/actions.js";
import { useDesk } from "../../state/store.js";

/** So many pages are kept as they were left; the one that was looked at longest ago goes first. */
const FRAMES_MAX = 6;

export interface PopFrame {
  /** The interaction and the page's place. */
  readonly key: string;
  readonly interactionId: string;
  readonly url: string;
  readonly label: string;
  readonly state: "loading" | "loaded" | "late" | "blocked";
}

interface Pops {
  readonly byInteraction: ReadonlyMap<string, ScreenPop>;
  /** The one looked at last stands last. */
  readonly frames: readonly PopFrame[];
  /** Where the page in front belongs on the screen; `null`: none is. */
  readonly place: { readonly key: string; readonly rect: DOMRect } | null;
}

export const usePops = create<Pops>(() => ({ byInteraction: new Map(), frames: [], place: null }));

/** What belongs beside an interaction; asked for once in its life, so that no page loads anew under the agent's hands. */
export function usePop(interactionId: string | null): ScreenPop | null {
  const isLive = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (interactionId === null || !isLive || usePops.getState().byInteraction.has(interactionId)) return;
    void ask("screenPop", { interactionId, origin: location.origin }).then((answer) => {
      if (!answer.ok) return;
      const { byInteraction } = usePops.getState();
      usePops.setState({ byInteraction: new Map(byInteraction).set(interactionId, answer.output) });
    });
  }, [interactionId, isLive]);
  return usePops((state) => (interactionId === null ? null : state.byInteraction.get(interactionId)) ?? null);
}

/** A page with its place among those of the service. */
export interface ShownPage {
  readonly page: OpenedPage;
  readonly at: number;
}

/** The pages that belong there now: while it rings, while it is in hand, while the result is written. */
export const pagesIn = (pop: ScreenPop | null, part: "offer" | "talk" | "wrap_up"): readonly ShownPage[] =>
  (pop?.pages ?? [])
    .map((page, at) => ({ page, at }))
    .filter(({ page }) => (part === "offer" ? page.when === "offered" : part === "talk" || page.stays));

/** A page that waited for a value is looked at again: somebody may have entered it. */
export async function askAgain(interactionId: string): Promise<void> {
  const answer = await ask("screenPop", { interactionId, origin: location.origin });
  if (!answer.ok) return;
  const { byInteraction } = usePops.getState();
  usePops.setState({ byInteraction: new Map(byInteraction).set(interactionId, answer.output) });
}

export function bringForward(frame: Omit<PopFrame, "state">): void {
  const { frames } = usePops.getState();
  const known = frames.find(({ key, url }) => key === frame.key && url === frame.url);
  const others = frames.filter(({ key }) => key !== frame.key);
  usePops.setState({
    frames: [...others, known ?? { ...frame, state: "loading" as const }].slice(-FRAMES_MAX),
  });
}

export function frameIs(key: string, state: PopFrame["state"]): void {
  const { frames } = usePops.getState();
  usePops.setState({
    frames: frames.map((frame) =>
      frame.key === key && !(frame.state === "blocked" && state !== "loading") ? { ...frame, state } : frame,
    ),
  });
}

export function placeIs(place: Pops["place"]): void {
  usePops.setState({ place });
}

// What has left the desk, or another agent's desk: nothing of it stays.
useDesk.subscribe(({ session, data }) => {
  const { byInteraction, frames } = usePops.getState();
  if (byInteraction.size === 0 && frames.length === 0) return;
  const offers = [...(data?.offers.values() ?? [])].map(({ interactionId }) => interactionId);
  const isHere = (id: string): boolean =>
    session.phase === "signed_in" && data !== null && (data.interactions.has(id) || offers.includes(id));
  if ([...byInteraction.keys()].every(isHere) && frames.every((frame) => isHere(frame.interactionId))) return;
  usePops.setState({
    byInteraction: new Map([...byInteraction].filter(([id]) => isHere(id))),
    frames: frames.filter((frame) => isHere(frame.interactionId)),
  });
});
