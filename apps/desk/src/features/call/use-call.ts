import type { InteractionView } from "@patchbay/protocol";
import { useNow } from "../../parts/time.js";
import { usePhone } from "../../phone/phone-store.js";
import { QUALITY_STALE_MS, type Quality } from "../../phone/quality.js";
import { useDesk } from "../../state/store.js";
import { liveCall } from "./call-state.js";

/** The call in hand; `null`: none. */
export const useLiveCall = (): InteractionView | null =>
  useDesk((state) => liveCall(state.data?.interactions.values() ?? []));

/** As the agent has set it, even before the server says so. */
export function useMuted({ interactionId, call }: InteractionView): boolean {
  const here = usePhone((state) => state.muting.get(interactionId));
  return here ?? call?.own?.muted ?? false;
}

export interface LineQualities {
  readonly own: Quality | null;
  readonly theirs: Quality | null;
}

/** How the two lines of a call do; what is too old says nothing. */
export function useQualities({ interactionId, call }: InteractionView): LineQualities {
  useNow();
  const quality = usePhone((state) => state.quality);
  const ownId = call?.own?.legId ?? null;
  const fresh = (one: Quality | undefined): Quality | null =>
    one !== undefined && Date.now() - one.at < QUALITY_STALE_MS ? one : null;
  let theirs: Quality | null = null;
  for (const [legId, one] of quality)
    if (legId !== ownId && one.interactionId === interactionId) theirs = fresh(one);
  return { own: ownId === null ? null : fresh(quality.get(ownId)), theirs };
}
