import type { CodecName } from "../../codec/index.js";
import {
  type AudioChoice,
  audioSection,
  linesOf,
  RTPMAPS,
  rewriteAudio,
  valueOfLine,
} from "./audio-section.js";

/** A description has no audio section, or none of the wanted codecs. */
export class OfferUnusableError extends Error {
  override readonly name = "OfferUnusableError";
}

/**
 * @param preference codecs by our wish; the first that the browser offers, too, is used.
 * @throws OfferUnusableError
 */
export function chooseAudio(offer: string, preference: readonly CodecName[]): AudioChoice {
  const section = audioSection(linesOf(offer));
  if (section === undefined) throw new OfferUnusableError("the offer has no audio");
  const mid = valueOfLine(section, "a=mid:") ?? "0";
  const maps = section
    .map((line) => /^a=rtpmap:(\d+) (\S+)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, payloadType = "", map = ""]) => ({ payloadType: Number(payloadType), map: map.toLowerCase() }));
  const name = preference.find((wanted) => maps.some(({ map }) => map === RTPMAPS[wanted].toLowerCase()));
  const found = maps.find(({ map }) => name !== undefined && map === RTPMAPS[name].toLowerCase());
  if (name === undefined || found === undefined)
    throw new OfferUnusableError(`the offer has none of ${preference.join(", ")}`);
  const clockRates = name === "opus" ? [48_000, 8000] : [8000];
  const event = clockRates
    .map((clockRate) => ({
      clockRate,
      found: maps.find(({ map }) => map === `telephone-event/${clockRate}`),
    }))
    .find(({ found: offered }) => offered !== undefined);
  return {
    mid,
    codecs: [{ name, payloadType: found.payloadType }],
    ...(event?.found !== undefined && {
      telephoneEvent: { payloadType: event.found.payloadType, clockRate: event.clockRate },
    }),
  };
}

/** Puts the chosen codecs into an answer in place of those that the stack wrote. */
export function rewriteAnswer(answer: string, { codecs, telephoneEvent }: AudioChoice): string {
  return rewriteAudio(answer, codecs, telephoneEvent === undefined ? [] : [telephoneEvent]);
}
