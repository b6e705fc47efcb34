import type { CallEnd, CallShown } from "../wire/page-wire.js";
import type { MicrophoneTrouble } from "./browser-sound.js";
import type { LinkState } from "./link.js";
import type { NumberToCall, PhoneView } from "./phone-model.js";

/** All words of the page. */

export const keys: readonly { readonly key: string; readonly letters: string }[] = [
  { key: "1", letters: "" },
  { key: "2", letters: "ABC" },
  { key: "3", letters: "DEF" },
  { key: "4", letters: "GHI" },
  { key: "5", letters: "JKL" },
  { key: "6", letters: "MNO" },
  { key: "7", letters: "PQRS" },
  { key: "8", letters: "TUV" },
  { key: "9", letters: "WXYZ" },
  { key: "*", letters: "" },
  { key: "0", letters: "+" },
  { key: "#", letters: "" },
];

const ends: Readonly<Record<CallEnd, string>> = {
  hung_up_here: "You hung up",
  hung_up_there: "The other side hung up",
  busy: "Busy",
  no_answer: "No answer",
  unknown_number: "No such number",
  declined: "Declined",
  no_center: "The call center does not answer",
  no_sound: "No common way to make sound",
  failed: "The call failed",
};

const who = (call: CallShown): string => (call.with === "" ? "a withheld number" : call.with);

/** What to do about a call that came to nothing; `null`: there is nothing to say. */
export function adviceOf(call: CallShown | null, numbers: readonly NumberToCall[]): string | null {
  if (call?.state !== "over" || call.end !== "unknown_number") return null;
  const known = numbers
    .slice(0, ADVISED_MAX)
    .map(({ number, name }) => (name === "" ? number : `${number} (${name})`));
  const inside = "Extensions of agents, such as 1001, can be dialled by their colleagues only.";
  if (known.length === 0) return inside;
  return `Try ${known.join(known.length === 2 ? " or " : ", ")}. ${inside}`;
}
const ADVISED_MAX = 4;

/** The state in one line, as it is said aloud when it changes. */
export function stateOf(call: CallShown | null): string {
  if (call === null) return "Ready to call";
  switch (call.state) {
    case "dialling":
      return `Calling ${who(call)}`;
    case "ringing":
      return call.direction === "in" ? `Incoming call from ${who(call)}` : `It rings at ${who(call)}`;
    case "talking":
      return call.held ? `On hold by ${who(call)}` : `In a call with ${who(call)}`;
    case "over":
      return call.end === null ? "The call is over" : ends[call.end];
  }
}

export function linkWords(link: LinkState): string | null {
  switch (link) {
    case "open":
      return null;
    case "connecting":
      return "Connecting to the telephone network";
    case "away":
      return "The telephone network is not there at the moment. A call goes on meanwhile.";
    case "not_here":
      return "The test phone works on the machine of the demo center and in its own network only.";
    case "elsewhere":
      return "This phone is in use in another tab.";
    case "too_many":
      return "Too many test phones are open. Close one and reload.";
  }
}

export function microphoneWords(trouble: MicrophoneTrouble): string {
  switch (trouble) {
    case "none":
      return "With the first call the browser asks whether this page may use the microphone. It is heard during calls only.";
    case "refused":
      return "The browser refuses the microphone to this page, so the other side hears a test tone. The lock beside the address changes that.";
    case "missing":
      return "There is no microphone, so the other side hears a test tone.";
    case "insecure":
      return "Browsers give their microphone to https addresses only, so the other side hears a test tone.";
  }
}

export const toneWords = "The other side hears a pulsing tone: good for a demo without a headset.";

const refusals: Readonly<Record<NonNullable<PhoneView["refused"]>, string>> = {
  in_call: "There is a call already.",
  no_call: "There is no call.",
  not_a_number: "That is no number: use digits, *, # and a leading +.",
  too_fast: "One call after the other, please.",
  sound_unusable: "This browser's sound cannot be used.",
};

export const refusalWords = (why: PhoneView["refused"]): string | null =>
  why === null ? null : refusals[why];

/** Below this a telephone line is called silent. In dB below full scale. */
const SILENT_DB = -60;
export const loudness = (db: number): string => (db < SILENT_DB ? "Silence" : "Sound");
/** Where the bars begin; they end at full scale, 0. */
export const LEAST_DB = -60;

/** Minutes and seconds. */
export function lengthOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
