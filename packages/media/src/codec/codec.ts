/** Rates of decoded audio, in Hz. */
export type SampleRate = 8000 | 16000 | 48000;

/** As written in SDP, RFC 3551 §4.5 and RFC 7587. */
export type CodecName = "PCMU" | "PCMA" | "G722" | "opus";

/** Everything in this package moves in frames of 20 ms. */
export const FRAME_MS = 20;

export function frameSamples(rate: SampleRate): number {
  return (rate * FRAME_MS) / 1000;
}

/** One direction pair of one leg: coders remember what they heard, so no two legs may share one. */
export interface AudioCodec {
  readonly name: CodecName;
  /** Rate of the RTP timestamps in Hz. Not that of the audio for G.722 (RFC 3551 §4.5.2) and Opus (RFC 7587 §4.1). */
  readonly clockRate: number;
  /** Rate of the audio given to `encode` and got from `decode`, in Hz. */
  readonly sampleRate: SampleRate;
  /** RTP clock units in 20 ms. */
  readonly frameUnits: number;
  /** @param frame of 20 ms at `sampleRate`. */
  encode(frame: Int16Array): Uint8Array;
  /**
   * @returns as much audio as the payload holds: senders may put 10 to 60 ms into a packet. Empty for a payload that
   * is broken.
   */
  decode(payload: Uint8Array): Int16Array;
}
