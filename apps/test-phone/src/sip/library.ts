import { createRequire } from "node:module";

/** The parts of npm `sip` that this phone uses. The library has no types of its own. */
export interface SipAddress {
  name?: string | undefined;
  uri: string;
  params: Record<string, string | null>;
}

export interface SipHeaders {
  [name: string]: unknown;
  via?: { readonly params: Record<string, unknown> }[];
  from: SipAddress;
  to: SipAddress;
  contact?: SipAddress[];
  "call-id": string;
  cseq: { readonly seq: number; readonly method: string };
}

export interface SipMessage {
  method?: string;
  uri?: string;
  status?: number;
  reason?: string;
  headers: SipHeaders;
  content?: string;
}

/** It has transactions and their timers; dialogs are ours. */
export interface SipStack {
  send(message: SipMessage, onResponse?: (response: SipMessage) => void): void;
  destroy(): void;
}

interface SipLibrary {
  create(
    options: {
      readonly address: string;
      readonly port: number;
      readonly tcp: boolean;
      readonly publicAddress: string;
      readonly logger?: { readonly error: (error: unknown) => void };
    },
    onRequest: (request: SipMessage) => void,
  ): SipStack;
  makeResponse(
    request: SipMessage,
    status: number,
    reason: string,
    extension?: { readonly headers?: Record<string, unknown>; readonly content?: string },
  ): SipMessage;
  parseUri(text: string): { readonly user?: string; readonly host: string } | undefined;
}

/** A library from before modules. */
export const sip: SipLibrary = createRequire(import.meta.url)("sip");
