import type { CodecName } from "../../codec/index.js";
import type { NegotiatedCodec } from "../audio-leg.js";

/** What of a browser's offer is taken. */
export interface AudioChoice {
  /** Name of the media section. */
  readonly mid: string;
  readonly codecs: readonly [NegotiatedCodec, ...NegotiatedCodec[]];
  readonly telephoneEvent?: { readonly payloadType: number; readonly clockRate: number };
}

/** The offer has no audio section, or none of the wanted codecs. */
export class OfferUnusableError extends Error {
  override readonly name = "OfferUnusableError";
}

/** As in `a=rtpmap`. */
const RTPMAPS: Record<CodecName, string> = {
  PCMU: "PCMU/8000",
  PCMA: "PCMA/8000",
  G722: "G722/8000",
  opus: "opus/48000/2",
};

/** RFC 7587 §6.1: one voice, no stereo; loss is concealed, so no bits are spent on repetition. In bit/s. */
const OPUS_PROFILE = "minptime=20;maxaveragebitrate=32000;stereo=0;sprop-stereo=0;useinbandfec=0;usedtx=0";

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

/**
 * Puts the chosen codecs into an answer in place of those that the stack wrote: it writes /48000/2 behind every name,
 * which distorts telephone events, and a stereo profile for Opus.
 */
export function rewriteAnswer(answer: string, choice: AudioChoice): string {
  const lines = linesOf(answer);
  const out: string[] = [];
  let inAudio = false;
  for (const line of lines) {
    if (line.startsWith("m=")) inAudio = line.startsWith("m=audio");
    if (!inAudio) out.push(line);
    else if (line.startsWith("m=audio")) out.push(mediaLine(line, choice));
    else if (line.startsWith("a=mid:")) out.push(line, ...formatLines(choice));
    else if (!/^a=(rtpmap|fmtp|rtcp-fb|ptime|maxptime):/.test(line)) out.push(line);
  }
  return `${out.join("\r\n")}\r\n`;
}

function mediaLine(line: string, { codecs, telephoneEvent }: AudioChoice): string {
  const [, port = "9", profile = "UDP/TLS/RTP/SAVPF"] = line.split(" ");
  const types = [...codecs, ...(telephoneEvent === undefined ? [] : [telephoneEvent])];
  return `m=audio ${port} ${profile} ${types.map(({ payloadType }) => payloadType).join(" ")}`;
}

function formatLines({ codecs, telephoneEvent }: AudioChoice): string[] {
  const lines = codecs.flatMap(({ name, payloadType }) => [
    `a=rtpmap:${payloadType} ${RTPMAPS[name]}`,
    ...(name === "opus" ? [`a=fmtp:${payloadType} ${OPUS_PROFILE}`] : []),
  ]);
  if (telephoneEvent !== undefined) {
    const { payloadType, clockRate } = telephoneEvent;
    lines.push(`a=rtpmap:${payloadType} telephone-event/${clockRate}`, `a=fmtp:${payloadType} 0-16`);
  }
  return [...lines, "a=ptime:20"];
}

function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== "");
}

function audioSection(lines: readonly string[]): string[] | undefined {
  const start = lines.findIndex((line) => line.startsWith("m=audio"));
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("m="));
  return rest.slice(0, end < 0 ? rest.length : end);
}

function valueOfLine(lines: readonly string[], prefix: string): string | undefined {
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length);
}
