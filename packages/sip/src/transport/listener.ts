import type { ParseResult } from "../message/index.js";
import type { Arrival, Destination, ListenOptions, Protocol, Source, TransportFailure } from "./types.js";

/** One open port. */
export interface Listener {
  readonly protocol: Protocol;
  readonly options: ListenOptions;
  readonly bound: { readonly host: string; readonly port: number };
  send(bytes: Buffer, to: Destination, failed: (failure: TransportFailure) => void): void;
  close(): Promise<void>;
}

export interface ListenerEvents {
  readonly admit: (arrival: Arrival) => boolean;
  readonly received: (result: ParseResult, source: Source) => void;
  readonly trouble: (detail: string) => void;
}
