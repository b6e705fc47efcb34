import type { CodecName } from "../../codec/index.js";
import { OfferUnusableError } from "./answer-sdp.js";
import type { AudioChoice } from "./audio-section.js";
import { audioSection, linesOf, RTPMAPS, rewriteAudio, valueOfLine } from "./audio-section.js";

/** Name of the audio section in our offers. */
export const OFFERED_MID = "0";

/** Static payload types where there are any (RFC 3551 §6); dynamic ones as browsers number them. */
const PAYLOAD_TYPES: Record<CodecName, number> = { PCMU: 0, PCMA: 8, G722: 9, opus: 111 };
/** Keys at the clock of what carries them, RFC 4733 §2.1. */
const EVENTS = [
  { payloadType: 110, clockRate: 48_000 },
  { payloadType: 126, clockRate: 8000 },
] as const;

/** What is put into our offer: every wanted codec, and keys for each of their clocks. */
export function offeredAudio(preference: readonly [CodecName, ...CodecName[]]): {
  readonly codecs: readonly { readonly name: CodecName; readonly payloadType: number }[];
  readonly events: readonly { readonly payloadType: number; readonly clockRate: number }[];
} {
  const clocks = new Set(preference.map(clockOf));
  return {
    codecs: preference.map((name) => ({ name, payloadType: PAYLOAD_TYPES[name] })),
    events: EVENTS.filter(({ clockRate }) => clocks.has(clockRate)),
  };
}

/** Puts what is offered into the description in place of what the stack wrote, as for answers. */
export function rewriteOffer(offer: string, preference: readonly [CodecName, ...CodecName[]]): string {
  const { codecs, events } = offeredAudio(preference);
  return rewriteAudio(offer, codecs, events);
}

/**
 * What a far end took of our offer. Its first codec is what both send; others that it would take are passed over, for
 * a leg keeps one clock.
 *
 * @throws OfferUnusableError for an answer without audio, or with none of what was offered.
 */
export function chosenAudio(answer: string, preference: readonly [CodecName, ...CodecName[]]): AudioChoice {
  const section = audioSection(linesOf(answer));
  const [media] = section ?? [];
  const [, port, , ...types] = media?.split(" ") ?? [];
  if (section === undefined || port === "0") throw new OfferUnusableError("the answer takes no audio");
  const offered = offeredAudio(preference);
  const codec = types
    .map((type) => offered.codecs.find(({ payloadType }) => String(payloadType) === type))
    .find((found) => found !== undefined);
  if (codec === undefined) throw new OfferUnusableError(`the answer has none of ${preference.join(", ")}`);
  const event = offered.events.find(
    ({ payloadType, clockRate }) => clockRate === clockOf(codec.name) && types.includes(String(payloadType)),
  );
  return {
    mid: valueOfLine(section, "a=mid:") ?? OFFERED_MID,
    codecs: [codec],
    ...(event !== undefined && { telephoneEvent: { ...event } }),
  };
}

/** @returns the answer without its candidates, and these, to be added once the answer is set */
export function withoutCandidates(
  answer: string,
  mid: string,
): {
  readonly sdp: string;
  readonly candidates: readonly { readonly candidate: string; readonly mid: string }[];
} {
  const lines = linesOf(answer);
  return {
    sdp: `${lines.filter((line) => !/^a=(candidate:|end-of-candidates)/.test(line)).join("\r\n")}\r\n`,
    candidates: lines
      .filter((line) => line.startsWith("a=candidate:"))
      .map((line) => ({ candidate: line.slice("a=".length), mid })),
  };
}

const clockOf = (name: CodecName): number => Number(RTPMAPS[name].split("/")[1]);
