/** The parts of npm `sip` that the tests use. It has no types of its own. */
declare module "sip" {
  export interface Peer {
    send(message: PeerMessage, onResponse?: (response: PeerMessage) => void): void;
    destroy(): void;
  }
  export interface PeerAddress {
    name?: string | undefined;
    uri: string;
    params: Record<string, string | null>;
  }
  export interface PeerHeaders {
    [name: string]: unknown;
    via?: { params: Record<string, unknown>; host?: string; port?: number }[];
    from: PeerAddress;
    to: PeerAddress;
    contact?: PeerAddress[];
    "call-id": string;
    cseq: { seq: number; method: string };
  }
  export interface PeerMessage {
    method?: string;
    uri?: string;
    status?: number;
    reason?: string;
    version?: string;
    headers: PeerHeaders;
    content?: string;
  }
  export interface PeerOptions {
    address: string;
    port: number;
    udp?: boolean;
    tcp?: boolean;
    publicAddress?: string;
    logger?: { error?: (error: unknown) => void; recv?: (message: PeerMessage) => void };
  }
  const sip: {
    create(options: PeerOptions, onRequest: (request: PeerMessage) => void): Peer;
    makeResponse(
      request: PeerMessage,
      status: number,
      reason?: string,
      extension?: { headers?: Record<string, unknown>; content?: string },
    ): PeerMessage;
    parseUri(text: string): { user?: string; host: string; port: number } | undefined;
  };
  export default sip;
}

declare module "sip/digest.js" {
  export interface Context {
    realm?: string;
  }
  const digest: {
    challenge(context: Context, response: import("sip").PeerMessage): import("sip").PeerMessage;
    authenticateRequest(
      context: Context,
      request: import("sip").PeerMessage,
      credentials: { user: string; password: string },
    ): boolean;
    signRequest(
      context: Context,
      request: import("sip").PeerMessage,
      response: import("sip").PeerMessage,
      credentials: { user: string; password: string; realm?: string },
    ): void;
  };
  export default digest;
}
