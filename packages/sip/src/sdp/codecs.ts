import type { MediaDescription } from "./description.js";

/** What an audio stream may carry here. */
export type CodecName = VoiceCodecName | "telephone-event";
export type VoiceCodecName = "PCMU" | "PCMA" | "G722" | "opus";

export interface CodecSupport {
  readonly name: CodecName;
  /** RTP clock in Hz as SDP says it; G722 says 8000 though it samples at 16000 (RFC 3551 section 4.5.2). */
  readonly clockRate: number;
  readonly channels?: number;
  /** What our offers use; answers take the peer's number. */
  readonly payloadType: number;
  /** Our `a=fmtp`. */
  readonly format?: string;
}

/** All that we know. */
export const allCodecs: readonly CodecSupport[] = [
  // RFC 7587 section 6.1: one voice, and loss is concealed, so no bits are spent on repetition.
  { name: "opus", clockRate: 48_000, channels: 2, payloadType: 111, format: "stereo=0;useinbandfec=0" },
  { name: "G722", clockRate: 8_000, payloadType: 9 },
  { name: "PCMU", clockRate: 8_000, payloadType: 0 },
  { name: "PCMA", clockRate: 8_000, payloadType: 8 },
  { name: "telephone-event", clockRate: 8_000, payloadType: 101, format: "0-16" },
  { name: "telephone-event", clockRate: 48_000, payloadType: 110, format: "0-16" },
];

/**
 * Voice codecs in the order in which they are to be offered, and the digits that go with them: with Opus those of its
 * clock (RFC 4733 section 2.1), and always those of 8,000 Hz, which is all that some peers know beside it.
 */
export function codecsFor(names: readonly VoiceCodecName[]): CodecSupport[] {
  const voice = names.flatMap((name) => allCodecs.filter((codec) => codec.name === name));
  const clocks = new Set([8_000, ...voice.map(({ clockRate }) => clockRate)]);
  const events = allCodecs.filter(
    ({ name, clockRate }) => name === "telephone-event" && clocks.has(clockRate),
  );
  return [...voice, ...events];
}

/** A codec with the number that both sides use for it. */
export interface NegotiatedCodec {
  readonly name: CodecName;
  readonly clockRate: number;
  readonly channels: number;
  /** In packets to the peer. */
  readonly payloadType: number;
  /** The peer's `a=fmtp`, raw. */
  readonly format?: string;
}

/** Payload types whose meaning needs no rtpmap (RFC 3551). */
const staticTypes = new Map([
  [0, { name: "PCMU", clockRate: 8_000 }],
  [8, { name: "PCMA", clockRate: 8_000 }],
  [9, { name: "G722", clockRate: 8_000 }],
] as const);

/** The codecs of a media line that we know, in its order. */
export function codecsOf(media: MediaDescription): NegotiatedCodec[] {
  const maps = new Map<number, { name: string; clockRate: number; channels: number }>();
  const formats = new Map<number, string>();
  for (const { name, value = "" } of media.attributes) {
    const map = /^(\d{1,3})\s+([^/\s]+)\/(\d{1,6})(?:\/(\d{1,2}))?\s*$/.exec(value);
    const format = /^(\d{1,3})\s+(.*)$/.exec(value);
    if (name.toLowerCase() === "rtpmap" && map !== null) {
      maps.set(Number(map[1]), {
        name: map[2] ?? "",
        clockRate: Number(map[3]),
        channels: Number(map[4] ?? 1),
      });
    } else if (name.toLowerCase() === "fmtp" && format !== null)
      formats.set(Number(format[1]), format[2] ?? "");
  }
  const found: NegotiatedCodec[] = [];
  for (const text of media.formats) {
    const payloadType = /^\d{1,3}$/.test(text) ? Number(text) : 128;
    if (payloadType > 127 || found.some((codec) => codec.payloadType === payloadType)) continue;
    const said = maps.get(payloadType) ?? fixed(payloadType);
    const known = allCodecs.find(({ name }) => name.toLowerCase() === said?.name.toLowerCase());
    if (said === undefined || known === undefined) continue;
    const { clockRate, channels } = said;
    const format = formats.get(payloadType);
    const entry = { name: known.name, clockRate, channels, payloadType };
    found.push(format === undefined ? entry : { ...entry, format });
  }
  return found;
}

function fixed(payloadType: number): { name: string; clockRate: number; channels: number } | undefined {
  const known = staticTypes.get(payloadType as 0 | 8 | 9);
  return known === undefined ? undefined : { ...known, channels: 1 };
}

/** rtpmap and fmtp lines of a codec under a number. */
export function codecAttributes(codec: CodecSupport, payloadType: number): { name: string; value: string }[] {
  const channels = codec.channels === undefined ? "" : `/${codec.channels}`;
  return [
    { name: "rtpmap", value: `${payloadType} ${codec.name}/${codec.clockRate}${channels}` },
    ...(codec.format === undefined ? [] : [{ name: "fmtp", value: `${payloadType} ${codec.format}` }]),
  ];
}
