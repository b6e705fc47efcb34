import { type Law, payloadTypeOf } from "../media/g711.js";

/** What a session description says of the far end's sound (RFC 8866, 3264), as far as plain telephony needs it. */
export interface FarSound {
  readonly address: string;
  readonly port: number;
  /** What we send. */
  readonly law: Law;
  /** Payload type of keys (RFC 4733); `null`: it takes none. */
  readonly eventType: number | null;
  /** Whether it wants to hear us, and whether it speaks: neither on hold. */
  readonly hears: boolean;
  readonly speaks: boolean;
}

/** @returns `undefined` when there is no sound that this phone can make. */
export function readDescription(sdp: string): FarSound | undefined {
  const lines = sdp.split(/\r?\n/);
  const start = lines.findIndex((line) => line.startsWith("m=audio "));
  const [, port = "0", profile, ...types] = lines[start]?.split(" ") ?? [];
  if (start < 0 || port === "0" || profile !== "RTP/AVP") return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("m="));
  const media = rest.slice(0, end < 0 ? rest.length : end);
  const session = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith("m=")),
  );
  const addressIn = (part: readonly string[]): string | undefined =>
    part.map((line) => /^c=IN IP4 (\S+)/.exec(line)?.[1]).find((found) => found !== undefined);
  const address = addressIn(media) ?? addressIn(session);
  const law = types.map((type) => (type === "0" ? "PCMU" : type === "8" ? "PCMA" : undefined)).find(Boolean);
  if (address === undefined || law === undefined) return undefined;
  const event = media
    .map((line) => /^a=rtpmap:(\d+) telephone-event\/8000/i.exec(line)?.[1])
    .find((type) => type !== undefined && types.includes(type));
  const direction = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;
  const way = direction.exec(media.join("\n"))?.[1] ?? direction.exec(session.join("\n"))?.[1] ?? "sendrecv";
  return {
    address,
    port: Number(port),
    law,
    eventType: event === undefined ? null : Number(event),
    hears: address !== "0.0.0.0" && (way === "sendrecv" || way === "recvonly"),
    speaks: way === "sendrecv" || way === "sendonly",
  };
}

const EVENT_TYPE_OFFERED = 101;

/**
 * Our side of it.
 * @param far what is answered; absent: an offer.
 * @param version grows with each description of a session.
 */
export function writeDescription(
  own: {
    readonly address: string;
    readonly port: number;
    readonly session: number;
    readonly version: number;
  },
  far?: FarSound,
): string {
  const laws: readonly Law[] = far === undefined ? ["PCMU", "PCMA"] : [far.law];
  const event = far === undefined ? EVENT_TYPE_OFFERED : far.eventType;
  const types = [...laws.map((law) => payloadTypeOf[law]), ...(event === null ? [] : [event])];
  // The answer to "I only send" is "I only hear" (RFC 3264 section 6.1).
  const send = far?.hears ?? true;
  const receive = far?.speaks ?? true;
  const way = send ? (receive ? "sendrecv" : "sendonly") : receive ? "recvonly" : "inactive";
  return [
    "v=0",
    `o=- ${own.session} ${own.version} IN IP4 ${own.address}`,
    "s=-",
    `c=IN IP4 ${own.address}`,
    "t=0 0",
    `m=audio ${own.port} RTP/AVP ${types.join(" ")}`,
    ...laws.map((law) => `a=rtpmap:${payloadTypeOf[law]} ${law}/8000`),
    ...(event === null ? [] : [`a=rtpmap:${event} telephone-event/8000`, `a=fmtp:${event} 0-15`]),
    "a=ptime:20",
    `a=${way}`,
    "",
  ].join("\r\n");
}
