import type { CallPicture, Place, RecordingTap } from "@patchbay/media";
import type { CallShown, LegShown, PlayPicture } from "./messages.js";

/** The sound of those who wait while no server says what comes next. */
export const WAITING_MUSIC = "waiting-music";
/** The last words of a call that nobody leads any more. */
export const LAST_WORDS = "last-words";

/** Loudness of the music under an announcement. */
const UNDER_SPEECH = 0.15;

export interface HearingFacts {
  readonly call: CallShown;
  /** Legs whose media is here. */
  readonly present: ReadonlySet<string>;
  /** Plays of the picture that are still to be heard, by id. */
  readonly sounding: ReadonlySet<string>;
  /** Legs that are called and from which sound comes before they are answered: the network's own ringing, or words. */
  readonly early?: ReadonlySet<string>;
  readonly attached: boolean;
  /** Where recordings listen. */
  readonly taps: readonly RecordingTap[];
  /** Last words are being said: nothing else is heard. */
  readonly lastWords: boolean;
}

/** Who hears whom in a call, drawn from its picture: SPEC HEA of the media package says what becomes of it. */
export function hearingOf(facts: HearingFacts): CallPicture {
  const { call, present, sounding, attached, taps, lastWords } = facts;
  const legs = call.legs.filter(({ legId, live }) => live && present.has(legId));
  if (lastWords)
    return {
      parties: legs.map(({ legId }) => ({ id: legId, place: { kind: "apart", hears: LAST_WORDS } })),
      taps,
    };
  const heard = call.plays.filter(({ id }) => sounding.has(id));
  const speech = heard.filter(({ kind }) => kind === "position");
  const placeOf = (leg: LegShown): Place => {
    const sound = soundFor(
      leg,
      heard,
      call.legs.filter(({ legId }) => facts.early?.has(legId)),
    );
    if (sound !== undefined) return { kind: "apart", hears: sound };
    const stepped = call.plays.some((play) => play.to.includes(leg.legId) && play.kind !== "position");
    // A prompt has ended and the next picture is on its way: nobody is to hear the caller meanwhile.
    if (leg.beside !== null) return { kind: "beside", party: leg.beside.legId, mode: leg.beside.mode };
    const isOurs = leg.role === "agent" || leg.role === "supervisor";
    if (leg.circle === null || stepped)
      return attached || isOurs ? { kind: "apart" } : { kind: "apart", hears: WAITING_MUSIC };
    const alone = !isOurs && !legs.some((other) => other !== leg && other.circle === leg.circle);
    return alone && !attached
      ? { kind: "apart", hears: WAITING_MUSIC }
      : { kind: "talking", circle: `${call.interactionId}.${leg.circle}` };
  };
  return {
    parties: legs.map((leg) => ({ id: leg.legId, place: placeOf(leg), muted: leg.muted })),
    announcements: speech.map(({ id, to }) => ({ source: id, to, othersGain: UNDER_SPEECH })),
    taps,
  };
}

/** @param early legs that are called and can be heard already, for whoever of ours called them. */
function soundFor(
  { legId, role, circle }: LegShown,
  heard: readonly PlayPicture[],
  early: readonly LegShown[],
): string | undefined {
  const mine = heard.filter((play) => play.to.includes(legId) && play.kind !== "position");
  // Speech before music, when a picture has both.
  const play = mine.find(({ kind }) => kind === "prompts" || kind === "echo") ?? mine[0];
  if (play?.kind !== "ringback" || role !== "agent") return play?.id;
  return early.find((called) => called.circle === circle)?.legId ?? play.id;
}
