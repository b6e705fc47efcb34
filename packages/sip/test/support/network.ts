import {
  type Destination,
  type ParseResult,
  parseMessage,
  type ReceivedMessage,
  type SentBy,
  type SipClock,
  type Source,
  type TransportFailure,
  type Transports,
} from "../../src/index.js";

type Receiver = (result: ParseResult, source: Source) => void;

/** One message on its way. */
export interface Passage {
  readonly from: string;
  readonly to: string;
  readonly bytes: Buffer;
  readonly message: ReceivedMessage | undefined;
}

/** A network in memory, by the hand clock: each message takes 1 ms, unless a rule loses it. */
export class HandNetwork {
  readonly passages: Passage[] = [];
  /** Says whether a message gets lost. */
  loses: (passage: Passage) => boolean = () => false;
  /** Nothing listens here: sending fails at once. */
  unreachable = new Set<string>();
  private readonly receivers = new Map<string, Receiver>();

  private readonly clock: SipClock;

  constructor(clock: SipClock) {
    this.clock = clock;
  }

  /** A host with one port of each kind. */
  host(address: string, protocol: "udp" | "tcp" = "udp"): Transports {
    const ownPort = 5060;
    return {
      receive: (receiver) => {
        this.receivers.set(address, receiver);
      },
      send: (bytes: Buffer, to: Destination, failed: (failure: TransportFailure) => void) => {
        const read = parseMessage(bytes);
        const passage = { from: address, to: to.address, bytes, message: read.ok ? read.message : undefined };
        this.passages.push(passage);
        if (this.unreachable.has(to.address)) {
          failed({ code: "send_failed", detail: "unreachable" });
          return;
        }
        if (this.loses(passage)) return;
        const source: Source = { protocol, address, port: ownPort, listener: 0 };
        this.clock.after(1, () => this.receivers.get(to.address)?.(parseMessage(bytes), source));
      },
      sentBy: (): SentBy => ({ host: address, port: ownPort }),
      isOwnAddress: (host, port) => host === address && port === ownPort,
      close: () => Promise.resolve(),
    };
  }

  /** What passed, in short: `a INVITE`, `b 200 INVITE`. */
  get story(): string[] {
    return this.passages.map(({ from, message }) => {
      if (message === undefined) return `${from} ?`;
      return message.kind === "request"
        ? `${from} ${message.method}`
        : `${from} ${message.status} ${message.envelope.cseq.method}`;
    });
  }

  /** Puts bytes on the wire that no agent sent. */
  inject(from: string, to: string, bytes: Buffer | string): void {
    const source: Source = { protocol: "udp", address: from, port: 5060, listener: 0 };
    this.receivers.get(to)?.(parseMessage(Buffer.from(bytes)), source);
  }

  /** Answers to what was injected are seen here. */
  listen(address: string): ReceivedMessage[] {
    const heard: ReceivedMessage[] = [];
    this.receivers.set(address, (result) => {
      if (result.ok) heard.push(result.message);
    });
    return heard;
  }
}
