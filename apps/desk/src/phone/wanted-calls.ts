import type { InteractionView } from "@patchbay/protocol";

/** A leg of this desk's agent, to which a phone belongs. */
export interface OwnLeg {
  readonly interactionId: string;
  readonly legId: string;
  readonly state: "dialing" | "connected" | "lost";
  readonly since: number;
  readonly muted: boolean;
}

export function ownLegs(interactions: Iterable<InteractionView>): OwnLeg[] {
  return [...interactions].flatMap(({ interactionId, call }) =>
    // A desk phone and a number outside have the audio themselves.
    call?.own == null || call.own.device !== "browser" ? [] : [{ interactionId, ...call.own }],
  );
}

/** A tab that has a call's audio and does not get it back within this time has frozen: the tab in front takes over. */
export const TAKE_AUDIO_AFTER_MS = 5_000;

/**
 * Whose phone a leg is. One tab of a browser has the audio of a call, and keeps it as long as it lives, whichever tab is
 * in front; a lock that all tabs of the browser share says which. A page that was reloaded has let go of it, and another
 * browser never had it: both connect at once, before the server has even missed the former one.
 * @returns `try`: take the lock if it is free; `take`: take it away; `leave`: nothing to do here
 */
export function attachmentOf(
  leg: OwnLeg,
  { leader, mine, now }: { readonly leader: boolean; readonly mine: boolean; readonly now: number },
): "try" | "take" | "leave" {
  if (mine || !leader) return "leave";
  return leg.state === "lost" && now - leg.since >= TAKE_AUDIO_AFTER_MS ? "take" : "try";
}
