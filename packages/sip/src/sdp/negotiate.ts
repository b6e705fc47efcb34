import type { SipRandom } from "../time/clock.js";
import { type CodecSupport, codecAttributes, codecsOf, type NegotiatedCodec } from "./codecs.js";
import { type CryptoLine, cryptoOf, formatCrypto, newCrypto } from "./crypto.js";
import {
  type Attribute,
  attributeOf,
  type Direction,
  directionOf,
  type MediaDescription,
  type Origin,
  type SessionDescription,
} from "./description.js";

/** Our side of an audio stream. */
export interface LocalAudio {
  readonly address: string;
  readonly port: number;
  /** Where RTCP comes; default: port + 1. The same as `port` when both share it (RFC 5761). */
  readonly rtcpPort?: number;
  readonly codecs: readonly CodecSupport[];
  /** What we want to do; the peer's wish narrows it. Default both ways. */
  readonly direction?: Direction;
  /** Milliseconds of audio in a packet. Default 20. */
  readonly ptime?: number;
  /** Encryption by SDES (RFC 4568). Default `optional` in answers (as the offer has it), `off` in offers. */
  readonly srtp?: "off" | "optional" | "required";
  /** Keys that are kept when the session is changed; new ones when absent. */
  readonly crypto?: CryptoLine;
}

/** What both sides agreed on for the audio stream. */
export interface NegotiatedAudio {
  /** What is sent, and expected first. */
  readonly codec: NegotiatedCodec;
  /** All that may come, `codec` included. */
  readonly codecs: readonly NegotiatedCodec[];
  /** RFC 4733 digits, when both know them. */
  readonly events?: NegotiatedCodec;
  /** What we may do. */
  readonly direction: Direction;
  /** The peer put us on hold: by direction, or by the address 0.0.0.0 of RFC 2543. */
  readonly heldByPeer: boolean;
  readonly remote: { readonly address: string; readonly port: number; readonly rtcpPort: number };
  /** What the peer wants in a packet, ms. */
  readonly ptime: number;
  readonly srtp?: { readonly local: CryptoLine; readonly remote: CryptoLine };
  /** Which media line it is. */
  readonly index: number;
}

export type Negotiation =
  | { readonly ok: true; readonly description: SessionDescription; readonly audio: NegotiatedAudio }
  | {
      readonly ok: false;
      /** To be answered 488 (RFC 3261 section 21.4.26). */
      readonly status: 488;
      readonly code: "no_audio" | "codec_mismatch" | "encryption_required" | "encryption_unusable";
    };

/** Plain and SDES profiles; with feedback (AVPF) we just send none. */
const plainProfiles = ["RTP/AVP", "RTP/AVPF"];
const secureProfiles = ["RTP/SAVP", "RTP/SAVPF"];

interface Candidate {
  readonly media: MediaDescription;
  readonly index: number;
  readonly codecs: readonly NegotiatedCodec[];
  readonly remoteCrypto: CryptoLine | undefined;
}

/**
 * Answers an offer (RFC 3264 section 6): the first audio stream with a codec that we know; all others are refused with
 * port 0. One codec is answered, the peer's favourite, so that nobody changes it in mid-call, and digits beside it.
 *
 * @param previous our description that stood before, when the session is changed: its version is raised.
 */
export function answerOffer(
  offer: SessionDescription,
  local: LocalAudio,
  random: SipRandom,
  previous?: SessionDescription,
): Negotiation {
  const refuse = (code: Exclude<Negotiation, { ok: true }>["code"]): Negotiation => ({
    ok: false,
    status: 488,
    code,
  });
  const streams = offer.media
    .map((media, index) => ({ media, index }))
    .filter(({ media }) => media.media === "audio" && media.port !== 0 && isRtp(media.protocol));
  if (streams.length === 0) return refuse("no_audio");
  const spoken = streams
    .map(({ media, index }) => ({ media, index, codecs: shared(codecsOf(media), local.codecs) }))
    .filter(({ codecs }) => codecs.some(({ name }) => name !== "telephone-event"));
  if (spoken.length === 0) return refuse("codec_mismatch");
  const candidates: Candidate[] = spoken.map((stream) => ({
    ...stream,
    remoteCrypto: cryptoOf(stream.media)[0],
  }));
  const wanted = local.srtp ?? "optional";
  const fits = ({ media, remoteCrypto }: Candidate): boolean => {
    const secure = secureProfiles.includes(media.protocol);
    if (wanted === "off") return !secure;
    if (wanted === "required") return remoteCrypto !== undefined;
    return !secure || remoteCrypto !== undefined;
  };
  // Of an encrypted and a plain stream of the same call, the encrypted one is taken.
  const usable = candidates.filter(fits);
  const chosen =
    usable.find(({ remoteCrypto }) => wanted !== "off" && remoteCrypto !== undefined) ?? usable[0];
  if (chosen === undefined)
    return refuse(wanted === "required" ? "encryption_required" : "encryption_unusable");

  const [codec] = chosen.codecs.filter(({ name }) => name !== "telephone-event");
  if (codec === undefined) return refuse("codec_mismatch");
  const events = eventsFor(codec, chosen.codecs);
  const remoteCrypto = wanted === "off" ? undefined : chosen.remoteCrypto;
  const localCrypto =
    remoteCrypto === undefined
      ? undefined
      : keptOrNew(local.crypto, remoteCrypto.tag, remoteCrypto.suite, random);
  const theirs = directionOf(offer, chosen.media);
  const direction = narrowed(local.direction ?? "sendrecv", theirs);
  const used = events === undefined ? [codec] : [codec, events];
  const ours: MediaDescription = {
    media: "audio",
    port: local.port,
    protocol: chosen.media.protocol,
    formats: used.map(({ payloadType }) => String(payloadType)),
    attributes: streamAttributes(local, used, direction, localCrypto),
  };
  const media = offer.media.map((line, index) => (index === chosen.index ? ours : refusedStream(line)));
  const srtp =
    remoteCrypto === undefined || localCrypto === undefined
      ? undefined
      : { local: localCrypto, remote: remoteCrypto };
  const audio = agreed(offer, chosen.media, chosen.index, codec, [codec], events, direction, srtp);
  return { ok: true, description: describe(local, media, random, previous), audio };
}

/** Our offer (RFC 3264 section 5). A re-offer keeps all media lines of the description that stood before. */
export function makeOffer(
  local: LocalAudio,
  random: SipRandom,
  previous?: SessionDescription,
  index = 0,
): SessionDescription {
  const secure = local.srtp === "required" || local.srtp === "optional";
  const crypto = secure ? keptOrNew(local.crypto, 1, "AES_CM_128_HMAC_SHA1_80", random) : undefined;
  const used = local.codecs.map((codec) => ({ ...codec, channels: codec.channels ?? 1 }));
  const ours: MediaDescription = {
    media: "audio",
    port: local.port,
    protocol: local.srtp === "required" ? "RTP/SAVP" : "RTP/AVP",
    formats: used.map(({ payloadType }) => String(payloadType)),
    attributes: streamAttributes(local, used, local.direction ?? "sendrecv", crypto),
  };
  const media =
    previous === undefined ? [ours] : previous.media.map((line, at) => (at === index ? ours : line));
  return describe(local, media, random, previous);
}

/**
 * What an answer to our offer agreed on (RFC 3264 section 7).
 *
 * @param offer the description that we sent.
 */
export function acceptAnswer(
  offer: SessionDescription,
  answer: SessionDescription,
  local: LocalAudio,
): Extract<Negotiation, { ok: false }> | { readonly ok: true; readonly audio: NegotiatedAudio } {
  const index = offer.media.findIndex(({ media, port }) => media === "audio" && port !== 0);
  const ours = offer.media[index];
  const theirs = answer.media[index];
  if (ours === undefined || theirs === undefined || theirs.media !== "audio" || theirs.port === 0) {
    return { ok: false, status: 488, code: "no_audio" };
  }
  const codecs = shared(codecsOf(theirs), local.codecs);
  const [codec] = codecs.filter(({ name }) => name !== "telephone-event");
  if (codec === undefined) return { ok: false, status: 488, code: "codec_mismatch" };
  const remote = cryptoOf(theirs)[0];
  const mine = cryptoOf(ours).find(({ tag, suite }) => tag === remote?.tag && suite === remote?.suite);
  const srtp = remote === undefined || mine === undefined ? undefined : { local: mine, remote };
  if (srtp === undefined && (local.srtp === "required" || secureProfiles.includes(theirs.protocol))) {
    return {
      ok: false,
      status: 488,
      code: local.srtp === "required" ? "encryption_required" : "encryption_unusable",
    };
  }
  const direction = narrowed(directionOf(offer, ours), directionOf(answer, theirs));
  const spoken = codecs.filter(({ name }) => name !== "telephone-event");
  const events = eventsFor(codec, codecs);
  return { ok: true, audio: agreed(answer, theirs, index, codec, spoken, events, direction, srtp) };
}

function agreed(
  description: SessionDescription,
  media: MediaDescription,
  index: number,
  codec: NegotiatedCodec,
  codecs: readonly NegotiatedCodec[],
  events: NegotiatedCodec | undefined,
  direction: Direction,
  srtp: NegotiatedAudio["srtp"],
): NegotiatedAudio {
  const address = (media.connection ?? description.connection)?.address ?? "0.0.0.0";
  const rtcp = /^(\d{1,5})/.exec(attributeOf(media.attributes, "rtcp") ?? "")?.[1];
  const muxed = attributeOf(media.attributes, "rtcp-mux") !== undefined;
  const ptime = Number(/^\d{1,3}$/.exec(attributeOf(media.attributes, "ptime") ?? "")?.[0] ?? 20);
  const blackHole = address === "0.0.0.0" || address === "::";
  const theirs = directionOf(description, media);
  return {
    codec,
    codecs,
    ...(events === undefined ? {} : { events }),
    // Nothing can be sent to nowhere, whatever the attributes say (RFC 3264 section 8.4).
    direction: blackHole ? narrowed(direction, "sendonly") : direction,
    heldByPeer: blackHole || theirs === "sendonly" || theirs === "inactive",
    remote: {
      address,
      port: media.port,
      rtcpPort: rtcp !== undefined ? Number(rtcp) : muxed ? media.port : media.port + 1,
    },
    ptime: ptime >= 10 && ptime <= 120 ? ptime : 20,
    ...(srtp === undefined ? {} : { srtp }),
    index,
  };
}

function isRtp(protocol: string): boolean {
  return plainProfiles.includes(protocol) || secureProfiles.includes(protocol);
}

/** Codecs of theirs that we have, in their order. */
function shared(theirs: readonly NegotiatedCodec[], ours: readonly CodecSupport[]): NegotiatedCodec[] {
  return theirs.filter((codec) =>
    ours.some(({ name, clockRate }) => {
      // Digits exist for each clock; which of them fits is decided by the codec beside them.
      return name === codec.name && (name === "telephone-event" || clockRate === codec.clockRate);
    }),
  );
}

/** Digits with the clock of the codec (RFC 4733 section 2.1); else those of 8,000 Hz, which peers send beside Opus. */
function eventsFor(codec: NegotiatedCodec, codecs: readonly NegotiatedCodec[]): NegotiatedCodec | undefined {
  const events = codecs.filter(({ name }) => name === "telephone-event");
  return (
    events.find(({ clockRate }) => clockRate === codec.clockRate) ??
    events.find(({ clockRate }) => clockRate === 8_000)
  );
}

/** What we may do when both wishes hold; theirs is seen from their side. */
export function narrowed(ours: Direction, theirs: Direction): Direction {
  const sends =
    (ours === "sendrecv" || ours === "sendonly") && (theirs === "sendrecv" || theirs === "recvonly");
  const receives =
    (ours === "sendrecv" || ours === "recvonly") && (theirs === "sendrecv" || theirs === "sendonly");
  return sends ? (receives ? "sendrecv" : "sendonly") : receives ? "recvonly" : "inactive";
}

function keptOrNew(
  kept: CryptoLine | undefined,
  tag: number,
  suite: CryptoLine["suite"],
  random: SipRandom,
): CryptoLine {
  return kept?.suite === suite ? { ...kept, tag } : newCrypto(tag, suite, random);
}

function streamAttributes(
  local: LocalAudio,
  codecs: readonly (NegotiatedCodec | (CodecSupport & { channels: number }))[],
  direction: Direction,
  crypto: CryptoLine | undefined,
): Attribute[] {
  const lines: Attribute[] = codecs.flatMap((codec) => {
    const ours = local.codecs.find(({ name }) => name === codec.name);
    if (ours === undefined) return [];
    return codecAttributes({ ...ours, clockRate: codec.clockRate }, codec.payloadType);
  });
  if (crypto !== undefined) lines.push({ name: "crypto", value: formatCrypto(crypto) });
  lines.push({ name: "ptime", value: String(local.ptime ?? 20) });
  if (local.rtcpPort !== undefined) lines.push({ name: "rtcp", value: String(local.rtcpPort) });
  lines.push({ name: direction });
  return lines;
}

/** A stream that we do not take: port 0, its formats as they were, nothing else (RFC 3264 section 6). */
function refusedStream(line: MediaDescription): MediaDescription {
  return { media: line.media, port: 0, protocol: line.protocol, formats: line.formats, attributes: [] };
}

function describe(
  local: LocalAudio,
  media: readonly MediaDescription[],
  random: SipRandom,
  previous: SessionDescription | undefined,
): SessionDescription {
  const addressType = local.address.includes(":") ? "IP6" : "IP4";
  const fresh = String(random.bytes(6).readUIntBE(0, 6));
  const first: Origin = {
    username: "-",
    sessionId: fresh,
    version: "1",
    addressType,
    address: local.address,
  };
  const origin =
    previous === undefined ? first : ({ ...previous.origin, addressType, address: local.address } as const);
  const next: SessionDescription = {
    origin,
    name: "-",
    connection: { addressType, address: local.address },
    attributes: [],
    media,
  };
  if (previous === undefined || sameBut(previous, next)) return next;
  // RFC 3264 section 8: one more whenever anything changed, the same when nothing did.
  return { ...next, origin: { ...origin, version: String(BigInt(origin.version) + 1n) } };
}

function sameBut(left: SessionDescription, right: SessionDescription): boolean {
  return JSON.stringify({ ...left, origin: 0 }) === JSON.stringify({ ...right, origin: 0 });
}
