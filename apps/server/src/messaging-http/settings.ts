import type { IceServer, VoiceIceServer } from "@patchbay/protocol";

/** All limits and times of the customer's messaging API. Times in milliseconds. */
export interface MessagingSettings {
  /** Web clients give up at 13 s, bots at 15 s, the Android SDK at 20 s. */
  readonly pollHoldMs: number;
  /** How late a 503 or a refused poll is answered: clients ask again at once. */
  readonly slowAnswerMs: number;
  /** Events posted by one (appId, clientId). */
  readonly eventsPerSecond: number;
  readonly eventsBurst: number;
  readonly uploadsAtOnce: number;
  readonly chatsPerMinute: number;
  /** Polls beyond this are delayed, never refused. */
  readonly pollsPerSecond: number;
  readonly pollsBurst: number;
  /** Failed authorisations and unknown tenants of one address. */
  readonly failuresPerSecond: number;
  readonly failuresBurst: number;
  /** Readings of how a chat looks, of one address: a page of a company is one, an office full of its visitors another. */
  readonly looksPerSecond: number;
  readonly looksBurst: number;
  /** A repeat with the same UUID within this time is the same message. */
  readonly duplicateMs: number;
  /** How soon after an answered poll its position is stored; at most 1 s. */
  readonly positionSaveMs: number;
  /** Silence of an app until the desk sees it away, then gone. */
  readonly awayAfterMs: number;
  readonly goneAfterMs: number;
  /** How long an ended chat's last events wait for the app's next poll. */
  readonly endedKeptMs: number;
  /** What one chat's queue may hold before it is dropped from memory and read from the tables instead. */
  readonly backlogMax: number;
  /** How long a polling app has before an unread message becomes a push. */
  readonly pushAfterMs: number;
  readonly textLengthMax: number;
  readonly iceServers: readonly IceServer[];
  readonly version: string;
  readonly words: {
    readonly inactivityWarning: string;
    readonly inactivityTimeout: string;
  };
}

/** Each address is a server of its own in the published API. */
export const publishedIceServers = (servers: readonly VoiceIceServer[]): IceServer[] =>
  servers.flatMap(({ urls, username, credential }) =>
    urls.map((url) => ({
      url,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    })),
  );

export const messagingDefaults: MessagingSettings = {
  pollHoldMs: 10_000,
  slowAnswerMs: 1_000,
  eventsPerSecond: 20,
  eventsBurst: 60,
  uploadsAtOnce: 5,
  chatsPerMinute: 10,
  pollsPerSecond: 5,
  pollsBurst: 20,
  failuresPerSecond: 5,
  failuresBurst: 50,
  looksPerSecond: 20,
  looksBurst: 200,
  duplicateMs: 5 * 60_000,
  positionSaveMs: 500,
  awayAfterMs: 15_000,
  goneAfterMs: 120_000,
  endedKeptMs: 10 * 60_000,
  backlogMax: 1_000,
  pushAfterMs: 5_000,
  textLengthMax: 10_000,
  iceServers: [],
  version: "0.1.0",
  words: {
    inactivityWarning: "Are you still there? This chat will close soon if we do not hear from you.",
    inactivityTimeout: "This chat was closed because we did not hear from you.",
  },
};
