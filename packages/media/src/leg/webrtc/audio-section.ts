import type { CodecName } from "../../codec/index.js";
import type { NegotiatedCodec } from "../audio-leg.js";

/** What of the audio that one side offered the other one takes. */
export interface AudioChoice {
  /** Name of the media section. */
  readonly mid: string;
  readonly codecs: readonly [NegotiatedCodec, ...NegotiatedCodec[]];
  readonly telephoneEvent?: { readonly payloadType: number; readonly clockRate: number };
}

/** As in `a=rtpmap`. */
export const RTPMAPS: Record<CodecName, string> = {
  PCMU: "PCMU/8000",
  PCMA: "PCMA/8000",
  G722: "G722/8000",
  opus: "opus/48000/2",
};

/** RFC 7587 §6.1: one voice, no stereo; loss is concealed, so no bits are spent on repetition. In bit/s. */
const OPUS_PROFILE = "minptime=20;maxaveragebitrate=32000;stereo=0;sprop-stereo=0;useinbandfec=0;usedtx=0";

type Events = readonly { readonly payloadType: number; readonly clockRate: number }[];

/**
 * Puts codecs and keys into a description in place of those that the stack wrote: it writes /48000/2 behind every name,
 * which distorts telephone events, and a stereo profile for Opus.
 */
export function rewriteAudio(sdp: string, codecs: readonly NegotiatedCodec[], events: Events): string {
  const out: string[] = [];
  let inAudio = false;
  for (const line of linesOf(sdp)) {
    if (line.startsWith("m=")) inAudio = line.startsWith("m=audio");
    if (!inAudio) out.push(line);
    else if (line.startsWith("m=audio")) out.push(mediaLine(line, codecs, events));
    else if (line.startsWith("a=mid:")) out.push(line, ...formatLines(codecs, events));
    else if (!/^a=(rtpmap|fmtp|rtcp-fb|ptime|maxptime):/.test(line)) out.push(line);
  }
  return `${out.join("\r\n")}\r\n`;
}

function mediaLine(line: string, codecs: readonly NegotiatedCodec[], events: Events): string {
  const [, port = "9", profile = "UDP/TLS/RTP/SAVPF"] = line.split(" ");
  return `m=audio ${port} ${profile} ${[...codecs, ...events].map(({ payloadType }) => payloadType).join(" ")}`;
}

function formatLines(codecs: readonly NegotiatedCodec[], events: Events): string[] {
  return [
    ...codecs.flatMap(({ name, payloadType }) => [
      `a=rtpmap:${payloadType} ${RTPMAPS[name]}`,
      ...(name === "opus" ? [`a=fmtp:${payloadType} ${OPUS_PROFILE}`] : []),
    ]),
    ...events.flatMap(({ payloadType, clockRate }) => [
      `a=rtpmap:${payloadType} telephone-event/${clockRate}`,
      `a=fmtp:${payloadType} 0-16`,
    ]),
    "a=ptime:20",
  ];
}

export function linesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).filter((line) => line !== "");
}

/** The lines of the first audio section, its `m=` line first. */
export function audioSection(lines: readonly string[]): string[] | undefined {
  const start = lines.findIndex((line) => line.startsWith("m=audio"));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, index) => index > start && line.startsWith("m="));
  return lines.slice(start, end < 0 ? lines.length : end);
}

export function valueOfLine(lines: readonly string[], prefix: string): string | undefined {
  return lines.find((line) => line.startsWith(prefix))?.slice(prefix.length);
}
