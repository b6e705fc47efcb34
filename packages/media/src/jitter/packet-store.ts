import { sequenceDistance, timestampDistance, Unroll } from "../rtp/index.js";

export interface AudioPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

interface StoredPacket {
  /** Unrolled. */
  readonly sequence: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/** Beyond these (RFC 3550 A.1) a sequence number begins a new stream, if the next packet agrees. */
const AHEAD_MAX = 3000;
const BEHIND_MAX = 100;
/** Two seconds of the smallest packets; a flood beyond that is dropped at its end. */
const PACKETS_MAX = 200;

export type Stored = "stored" | "duplicate" | "late" | "stray" | "restarted";

/**
 * Received packets in the order of their sequence numbers. Knows what was taken out, so that late and doubled packets
 * are told apart from new ones.
 */
export class PacketStore {
  #packets: StoredPacket[] = [];
  #sequences = new Unroll(sequenceDistance);
  #timestamps = new Unroll(timestampDistance);
  #ssrc: number | undefined;
  #highest: number | undefined;
  #taken: number | undefined;
  #suspect: { ssrc: number; next: number } | undefined;
  /** Sequence numbers of packets without audio (telephone events, comfort noise): their absence is no loss. */
  readonly #silent = new Set<number>();

  get length(): number {
    return this.#packets.length;
  }

  get first(): StoredPacket | undefined {
    return this.#packets[0];
  }

  /** @param playedTo unrolled timestamp before which nothing is played any more. */
  put(packet: AudioPacket, playedTo: number | undefined): { outcome: Stored; timestamp: number } {
    let restarted = false;
    if (this.#isStrange(packet)) {
      const agrees = this.#suspect?.ssrc === packet.ssrc && this.#suspect.next === packet.sequence;
      this.#suspect = { ssrc: packet.ssrc, next: (packet.sequence + 1) & 0xffff };
      if (!agrees) return { outcome: "stray", timestamp: 0 };
      this.clear();
      restarted = true;
    }
    this.#suspect = undefined;
    this.#ssrc = packet.ssrc;
    const sequence = this.#sequences.extend(packet.sequence);
    const timestamp = this.#timestamps.extend(packet.timestamp);
    this.#highest = Math.max(this.#highest ?? sequence, sequence);
    if (restarted) return this.#insert({ sequence, timestamp, payload: packet.payload }, "restarted");
    if (this.#taken !== undefined && sequence <= this.#taken) return { outcome: "late", timestamp };
    if (playedTo !== undefined && timestamp < playedTo) return { outcome: "late", timestamp };
    return this.#insert({ sequence, timestamp, payload: packet.payload }, "stored");
  }

  /** A packet of the same stream that carries no audio. */
  noteSilent({ sequence, ssrc }: { sequence: number; ssrc: number }): void {
    if (ssrc !== this.#ssrc) return;
    this.#silent.add(this.#sequences.extend(sequence));
    if (this.#silent.size > PACKETS_MAX) this.#silent.clear();
  }

  take(): StoredPacket | undefined {
    const packet = this.#packets.shift();
    if (packet !== undefined) this.#taken = packet.sequence;
    return packet;
  }

  /** Whether audio between what was taken and the first one here was lost, and not left out on purpose (DTX). */
  get lostBeforeFirst(): boolean {
    const first = this.#packets[0];
    if (first === undefined || this.#taken === undefined) return false;
    for (let sequence = this.#taken + 1; sequence < first.sequence; sequence++)
      if (!this.#silent.has(sequence)) return true;
    return false;
  }

  clear(): void {
    this.#packets = [];
    this.#sequences.reset();
    this.#timestamps.reset();
    this.#highest = undefined;
    this.#taken = undefined;
    this.#silent.clear();
  }

  #isStrange(packet: AudioPacket): boolean {
    if (this.#ssrc === undefined || this.#highest === undefined) return false;
    if (packet.ssrc !== this.#ssrc) return true;
    const ahead = sequenceDistance(packet.sequence, this.#highest % 65_536);
    return ahead > AHEAD_MAX || ahead < -BEHIND_MAX;
  }

  #insert(packet: StoredPacket, outcome: Stored): { outcome: Stored; timestamp: number } {
    const { timestamp } = packet;
    // Nearly always the newest: the search begins at the end.
    let at = this.#packets.length;
    while (at > 0 && (this.#packets[at - 1] as StoredPacket).sequence > packet.sequence) at -= 1;
    if (this.#packets[at - 1]?.sequence === packet.sequence) return { outcome: "duplicate", timestamp };
    if (this.#packets.length >= PACKETS_MAX) return { outcome: "late", timestamp };
    this.#packets.splice(at, 0, packet);
    return { outcome, timestamp };
  }
}
