import { TEST_PHONE_TEXT_MAX } from "@patchbay/protocol";
import { z } from "zod";

/** What a page of the test phone and its process say to each other, one JSON text a frame. */

/** As people write numbers; spaces and brackets are taken out before it is dialled. */
const number = z.string().trim().min(1).max(40);
export const talkSchema = z.enum(["microphone", "tone"]);
/** What the other end hears: the page's microphone, or the test tone of this process. */
export type Talk = z.output<typeof talkSchema>;

export const fromPageSchema = z.discriminatedUnion("say", [
  /**
   * First. The same phone after a reload or a lost connection gets its call back.
   * @param phone made by the page, kept for its tab.
   */
  z.object({ say: z.literal("hello"), phone: z.uuid(), own: z.string().trim().max(40) }),
  /** Its own number: what it shows when it calls, and what it rings for. Empty: withheld. */
  z.object({ say: z.literal("own"), own: z.string().trim().max(40) }),
  z.object({ say: z.literal("dial"), to: number }),
  z.object({ say: z.literal("answer") }),
  z.object({ say: z.literal("hang_up") }),
  z.object({ say: z.literal("press"), key: z.string().regex(/^[0-9*#A-D]$/) }),
  z.object({ say: z.literal("talk"), talk: talkSchema }),
  z.object({ say: z.literal("mute"), muted: z.boolean() }),
  /** The page's sound, with all its candidates in it. */
  z.object({ say: z.literal("sound"), offer: z.string().max(TEST_PHONE_TEXT_MAX) }),
]);
export type FromPage = z.output<typeof fromPageSchema>;

/** Why a call is over, or never was. */
export type CallEnd =
  | "hung_up_here"
  | "hung_up_there"
  | "busy"
  | "no_answer"
  | "unknown_number"
  | "declined"
  | "no_center"
  | "no_sound"
  | "failed";

export interface CallShown {
  readonly direction: "out" | "in";
  /** Whom one calls, or who calls; empty: withheld. */
  readonly with: string;
  /** Of a call that came in: what was dialled. */
  readonly dialled: string;
  readonly state: "dialling" | "ringing" | "talking" | "over";
  /** Unix ms since when it is talked; `null` before. */
  readonly talkingSince: number | null;
  /** The far end has put us on hold. */
  readonly held: boolean;
  readonly end: CallEnd | null;
  /** SIP's own words with the end, such as `486 Busy Here`. */
  readonly words: string | null;
  /** Keys that were sent, and keys that came. */
  readonly pressed: string;
  readonly heardKeys: string;
}

/** Sound of the last tenth of a second, and what has gone over the wire of this call. */
export interface SoundShown {
  /** Root mean square, dB below full scale; -100: silence. */
  readonly saysDb: number;
  readonly hearsDb: number;
  /** It hears the test tone that it sends: the echo test. */
  readonly hearsOwnTone: boolean;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
}

export type ToPage =
  | {
      readonly say: "phone";
      readonly talk: Talk;
      readonly muted: boolean;
      readonly own: string;
      /** The sound of the page is connected. */
      readonly sound: "none" | "connecting" | "connected";
      readonly call: CallShown | null;
    }
  | { readonly say: "levels"; readonly levels: SoundShown }
  | { readonly say: "sound"; readonly answer: string }
  /** The last request was not done. */
  | {
      readonly say: "refused";
      readonly why: "in_call" | "no_call" | "not_a_number" | "too_fast" | "sound_unusable";
    };
