import type { LegDial, VoiceEvent, WireCallPicture } from "@patchbay/protocol";

type LegOf = { readonly interactionId: string; readonly legId: string };
export type Picture = NonNullable<WireCallPicture["picture"]>;
export type LegPicture = Picture["legs"][number];
export type LegEndCause = Extract<VoiceEvent, { readonly type: "leg.gone" }>["cause"];

/**
 * Where a leg is here.
 * - `answering`: an INVITE that is being answered.
 * - `dialing`: an INVITE of ours without a final answer.
 * - `up`: both sides are there.
 * - `moving`: it was up in another call, and its sound is on the way to this one.
 * - `expected`: an agent's phone may connect, or has.
 * - `gone`: it ended here, and the server was told; it is never begun again.
 */
export type LegStage = "answering" | "dialing" | "up" | "moving" | "expected" | "gone";

/** The INVITE with which a call came, before a picture names the leg that it is. */
export type Door = "waiting" | "left" | "none";

export interface Actual {
  readonly door: Door;
  readonly legs: ReadonlyMap<string, LegStage>;
  /** There was a picture before this one. */
  readonly shownBefore: boolean;
}

export type Step =
  | { readonly do: "answer"; readonly legId: string }
  | ({ readonly do: "dial"; readonly legId: string } & LegDial)
  | { readonly do: "expect"; readonly legId: string }
  /** The line is up in another call, where it is that leg. */
  | { readonly do: "move"; readonly legId: string; readonly from: LegOf }
  | { readonly do: "hang_up"; readonly legId: string }
  /** The INVITE at the door. 404: nobody knows the number; 480: somebody did. */
  | { readonly do: "refuse"; readonly status: 404 | 480 }
  /** The server believes in a leg that is not. */
  | { readonly do: "tell_gone"; readonly legId: string; readonly cause: LegEndCause }
  /** Who hears whom may have changed. */
  | { readonly do: "mix" }
  | { readonly do: "forget" };

/** What is to be done so that what is becomes what should be. Pure; doing it twice changes nothing the second time. */
export function stepsOf(picture: Picture | null, actual: Actual): Step[] {
  if (picture === null) return stepsToEnd(actual);
  const wanted = new Set(picture.legs.map(({ legId }) => legId));
  const steps: Step[] = [];
  for (const [legId, stage] of actual.legs)
    if (stage !== "gone" && !wanted.has(legId)) steps.push({ do: "hang_up", legId });
  let { door } = actual;
  for (const leg of picture.legs) {
    if (actual.legs.has(leg.legId)) continue;
    steps.push(stepToBegin(leg, door, actual.shownBefore));
    // One INVITE is one leg.
    if (leg.want === "answer") door = "none";
  }
  // The server has let the caller go before it was answered.
  if (door === "waiting") steps.push({ do: "refuse", status: 480 });
  return [...steps, { do: "mix" }];
}

function stepToBegin(leg: LegPicture, door: Door, shownBefore: boolean): Step {
  const { legId } = leg;
  switch (leg.want) {
    case "answer":
      if (door === "waiting") return { do: "answer", legId };
      return { do: "tell_gone", legId, cause: door === "left" ? "hung_up" : "lost" };
    case "dial":
      // No number outside is called before an agent's phone is there, so a call that begins with dialling one is a call
      // that a former voice process had: nobody is to be called a second time.
      if (!shownBefore && (leg.role === "customer" || leg.role === "external"))
        return { do: "tell_gone", legId, cause: "lost" };
      return leg.dial === undefined
        ? { do: "tell_gone", legId, cause: "number_unknown" }
        : { do: "dial", legId, ...leg.dial };
    case "attach":
      return { do: "expect", legId };
    case "move":
      return leg.from === undefined
        ? { do: "tell_gone", legId, cause: "lost" }
        : { do: "move", legId, from: leg.from };
  }
}

function stepsToEnd({ door, legs, shownBefore }: Actual): Step[] {
  const steps: Step[] = [];
  if (door === "waiting") steps.push({ do: "refuse", status: shownBefore ? 480 : 404 });
  for (const [legId, stage] of legs) if (stage !== "gone") steps.push({ do: "hang_up", legId });
  return [...steps, { do: "forget" }];
}
