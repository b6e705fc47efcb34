/** Who is heard: a party by its id, or a sound that is no party (prompt, music, ringback) by its own. */
export type SourceId = string;
/** Who hears: a party by its id, or a channel of a recording. */
export type ListenerId = string;

/** One cell of the who-hears-whom matrix. What has no row is not heard. */
export interface HearingRow {
  readonly source: SourceId;
  readonly listener: ListenerId;
  /** 1 leaves the loudness as it is. */
  readonly gain: number;
}

/** Where a party of the call is at the moment. */
export type Place =
  /** Talks with everybody in the same circle: a call and its consultation are two circles. */
  | { readonly kind: "talking"; readonly circle: string }
  /** Hears the given sound alone (hold music, queue music, a menu, ringback), or nothing, and is heard by nobody. */
  | { readonly kind: "apart"; readonly hears?: SourceId }
  /**
   * A supervisor beside an agent: hears all that the agent hears and says. `listen` is heard by nobody, `whisper` by
   * the agent alone, `barge` by the agent's whole circle.
   */
  | { readonly kind: "beside"; readonly party: string; readonly mode: "listen" | "whisper" | "barge" };

export interface PartyPicture {
  readonly id: string;
  readonly place: Place;
  /** Heard by nobody; hears as before. */
  readonly muted?: boolean;
  /** Hears nobody; heard as before. */
  readonly deaf?: boolean;
}

/** A sound to some parties and nobody else. */
export interface Announcement {
  readonly source: SourceId;
  readonly to: readonly string[];
  /** Loudness of everything else meanwhile for those who hear it: 0 is silence, 1 unchanged. */
  readonly othersGain?: number;
}

/** Two channels: what the agent said, and everything that the agent heard. */
export interface RecordingTap {
  readonly agent: string;
  readonly spoken: ListenerId;
  readonly heard: ListenerId;
  /** Nothing is recorded; the time goes on, so that the pause can be seen. */
  readonly paused?: boolean;
  /** A mailbox: what the party says is kept as heard, whether or not somebody hears it, and nothing as spoken. */
  readonly alone?: boolean;
}

/** A call as the core sees it. All that anybody hears follows from it. */
export interface CallPicture {
  readonly parties: readonly PartyPicture[];
  readonly announcements?: readonly Announcement[];
  readonly taps?: readonly RecordingTap[];
}

/**
 * The matrix of a call. Party ids in places, announcements and taps that are not among the parties give no rows.
 *
 * A muted supervisor who whispers is silent, too. Nobody ever hears themselves.
 */
export function hearingRows(picture: CallPicture): HearingRow[] {
  const parties = new Map(picture.parties.map((party) => [party.id, party]));
  const hearing = new Map(picture.parties.map((party) => [party.id, sourcesHeardBy(party, parties)]));
  for (const party of picture.parties) {
    const beside = besideWhom(party, parties);
    if (beside === undefined || party.deaf === true) continue;
    const heard = hearing.get(party.id);
    for (const source of hearing.get(beside.id) ?? []) if (source !== party.id) heard?.add(source);
    // What an agent says who talks with nobody is heard by nobody.
    if (beside.muted !== true && beside.place.kind === "talking") heard?.add(beside.id);
  }
  const rows = new Map<string, HearingRow>();
  const add = (source: SourceId, listener: ListenerId, gain: number): void => {
    rows.set(`${source}\0${listener}`, { source, listener, gain });
  };
  for (const [listener, sources] of hearing) for (const source of sources) add(source, listener, 1);
  for (const { source, to, othersGain = 1 } of picture.announcements ?? []) {
    for (const listener of to) {
      if (!parties.has(listener)) continue;
      for (const row of [...rows.values()])
        if (row.listener === listener) add(row.source, listener, row.gain * othersGain);
      add(source, listener, 1);
    }
  }
  for (const tap of picture.taps ?? []) {
    const party = parties.get(tap.agent);
    if (tap.paused === true || party === undefined) continue;
    if (tap.alone === true) {
      if (party.muted !== true) add(tap.agent, tap.heard, 1);
      continue;
    }
    const all = [...rows.values()];
    for (const row of all) if (row.listener === tap.agent) add(row.source, tap.heard, row.gain);
    // What reached nobody's ear is not kept: a word said while the customer is on hold and nobody else is there.
    if (all.some((row) => row.source === tap.agent && isTalkingWith(row.listener, parties)))
      add(tap.agent, tap.spoken, 1);
  }
  return [...rows.values()].filter((row) => row.gain > 0);
}

/** What a party hears by its place, without what a supervisor beside somebody overhears. */
function sourcesHeardBy(listener: PartyPicture, parties: ReadonlyMap<string, PartyPicture>): Set<SourceId> {
  const heard = new Set<SourceId>();
  if (listener.deaf === true) return heard;
  if (listener.place.kind === "apart" && listener.place.hears !== undefined) heard.add(listener.place.hears);
  for (const speaker of parties.values()) {
    if (speaker.id === listener.id || speaker.muted === true) continue;
    if (reaches(speaker, listener, parties)) heard.add(speaker.id);
  }
  return heard;
}

function reaches(
  speaker: PartyPicture,
  listener: PartyPicture,
  parties: ReadonlyMap<string, PartyPicture>,
): boolean {
  if (speaker.place.kind === "talking")
    return listener.place.kind === "talking" && listener.place.circle === speaker.place.circle;
  const beside = besideWhom(speaker, parties);
  if (beside === undefined || speaker.place.kind !== "beside") return false;
  if (speaker.place.mode === "whisper") return listener.id === beside.id;
  if (speaker.place.mode !== "barge") return false;
  if (listener.id === beside.id) return true;
  return (
    beside.place.kind === "talking" &&
    listener.place.kind === "talking" &&
    listener.place.circle === beside.place.circle
  );
}

/** Beside a supervisor who is beside somebody is nobody: such chains are refused by the core and give no rows here. */
function besideWhom(
  party: PartyPicture,
  parties: ReadonlyMap<string, PartyPicture>,
): PartyPicture | undefined {
  if (party.place.kind !== "beside") return undefined;
  const beside = parties.get(party.place.party);
  return beside?.place.kind === "beside" ? undefined : beside;
}

function isTalkingWith(listener: ListenerId, parties: ReadonlyMap<string, PartyPicture>): boolean {
  const place = parties.get(listener)?.place;
  return place?.kind === "talking" || (place?.kind === "beside" && place.mode === "barge");
}
