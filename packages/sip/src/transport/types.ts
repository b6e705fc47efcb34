import type { ParseResult } from "../message/index.js";

export type Protocol = "udp" | "tcp" | "tls";

/** Where a message goes. */
export interface Destination {
  readonly protocol: Protocol;
  /** IP address, or a host name for the operating system to look up. */
  readonly address: string;
  readonly port: number;
  /** A connection that is used when it is still open; else a new one is made to address and port. */
  readonly connection?: number;
  /** Which of our listeners sends, by its place in the options; by default the first that fits. */
  readonly listener?: number;
  /** The name that the peer's certificate must have; by default the address. */
  readonly serverName?: string;
}

/** Where a message came from: also a destination for what goes back on the same way. */
export interface Source extends Destination {
  readonly listener: number;
}

export interface TransportFailure {
  readonly code:
    | "connect_failed"
    | "connection_lost"
    | "send_failed"
    | "no_listener"
    | "peer_stalled"
    | "closed";
  readonly detail: string;
}

/** Our own address as others should write it. */
export interface SentBy {
  /** Host name or address, IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
}

/** What the transaction layer needs of a network; tests give one in memory. */
export interface Transports {
  /** Who gets what comes in. One receiver. */
  receive(receiver: (result: ParseResult, source: Source) => void): void;
  /** Sends; failures, at once or later, are told once. */
  send(bytes: Buffer, to: Destination, failed: (failure: TransportFailure) => void): void;
  /** What Via and Contact say when something goes to `to`. */
  sentBy(to: Destination): SentBy;
  /** Whether a host and port in a URI or a Via mean us. */
  isOwnAddress(host: string, port: number): boolean;
  close(): Promise<void>;
}

export const defaultPort: Readonly<Record<Protocol, number>> = { udp: 5060, tcp: 5060, tls: 5061 };

export function isReliable(protocol: Protocol): boolean {
  return protocol !== "udp";
}

export interface TlsIdentity {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Certificates that peers' must lead to; by default the machine's. */
  readonly ca?: string;
  /** Ask clients for a certificate. Default no. */
  readonly requireClientCertificate?: boolean;
  /** Default yes; no is for a closed network with self-signed certificates only. */
  readonly verifyPeer?: boolean;
}

export interface ListenOptions {
  readonly protocol: Protocol;
  readonly address: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What others reach us at, when it differs from `address` (behind a router, or when listening on all). */
  readonly advertised?: { readonly host: string; readonly port?: number };
  readonly tls?: TlsIdentity;
}

/** What asks to be let in: judged before anything of it is read. */
export interface Arrival {
  readonly what: "datagram" | "connection" | "message";
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
}

export interface TransportOptions {
  readonly listen: readonly ListenOptions[];
  /** Source limits and bans: what is not let in is dropped in silence, a connection is closed. */
  readonly admit?: (arrival: Arrival) => boolean;
  /** CRLF after this silence on connections we opened, ms (RFC 5626 section 3.5.1). Default 30,000; 0 is never. */
  readonly keepaliveMs?: number;
  /** A connection on which nothing came for so long is closed, ms. Default 600,000. */
  readonly idleMs?: number;
  /** How long a connection may take to open, ms. Default 5,000. */
  readonly connectMs?: number;
  /** Open connections at most, both ways. Default 2,000. */
  readonly maxConnections?: number;
  /** What is wrong with a listener after it was opened. */
  readonly onTrouble?: (trouble: { readonly listener: number; readonly detail: string }) => void;
}

export type OpenResult =
  | { readonly ok: true; readonly transports: Transports; readonly bound: readonly SentBy[] }
  | {
      readonly ok: false;
      /** `port_busy`: another program has it. `not_permitted`: a port below 1024 without the right to it. */
      readonly code: "port_busy" | "address_unavailable" | "not_permitted" | "tls_unusable" | "failed";
      readonly listen: ListenOptions;
      readonly detail: string;
    };
