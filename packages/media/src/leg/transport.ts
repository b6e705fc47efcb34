/** Carries packets of one leg to and from the far end; knows nothing of what is in them. */
export interface PacketTransport {
  /** Each RTP packet, already decrypted. @param atMs by `steadyNow()`. */
  onRtp(take: (packet: Uint8Array, atMs: number) => void): void;
  onRtcp(take: (packet: Uint8Array, atMs: number) => void): void;
  /** Drops the packet when there is no way to send it yet: media is never queued. */
  sendRtp(packet: Buffer): void;
  sendRtcp(packet: Buffer): void;
  /** What was dropped on arrival, and why. */
  readonly drops: TransportDrops;
  close(): void;
}

export interface TransportDrops {
  /** From an address that is not the far end's. */
  readonly strangers: number;
  /** Neither RTP nor RTCP. */
  readonly malformed: number;
  /** SRTP: wrong key or changed on the way. */
  readonly unauthentic: number;
  /** SRTP: seen before, or older than the replay window. */
  readonly replayed: number;
}
