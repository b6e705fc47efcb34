import {
  createSipAgent,
  type IncomingCall,
  type InviteOptions,
  parseNameAddress,
  parseUri,
  type Session,
  type SipAgent,
  type SipAgentOptions,
  type SipNotice,
  type Uri,
} from "../../src/index.js";
import { HandClock, seededRandom } from "./clock.js";
import { HandNetwork } from "./network.js";

export function uri(text: string): Uri {
  const read = parseUri(text);
  if (read === undefined) throw new Error(`no URI: ${text}`);
  return read;
}

export function address(text: string) {
  const read = parseNameAddress(text);
  if (read === undefined) throw new Error(`no address: ${text}`);
  return read;
}

/** A description that is short and can be told from others. */
export function sdp(name: string): string {
  return `v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=${name}\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n`;
}

export interface Station {
  readonly agent: SipAgent;
  readonly calls: IncomingCall[];
  readonly notices: SipNotice[];
}

/** Two or more agents on one network in memory, with one clock. */
export class Exchange {
  readonly clock = new HandClock();
  readonly network = new HandNetwork(this.clock);

  station(host: string, options: Partial<SipAgentOptions> = {}, protocol: "udp" | "tcp" = "udp"): Station {
    const calls: IncomingCall[] = [];
    const notices: SipNotice[] = [];
    const agent = createSipAgent({
      transports: this.network.host(host, protocol),
      clock: this.clock,
      random: seededRandom(host),
      resolver: { srv: async () => [], addresses: async () => [] },
      onInvite: (call) => {
        calls.push(call);
      },
      onNotice: (notice) => {
        notices.push(notice);
      },
      ...options,
    });
    return { agent, calls, notices };
  }

  invite(from: Station, to: string, options: Partial<InviteOptions> = {}) {
    const log: string[] = [];
    const sessions: Session[] = [];
    const call = from.agent.invite({
      target: uri(`sip:bob@${to}`),
      from: address("<sip:alice@10.0.0.1>"),
      sdp: sdp("offer"),
      handlers: {
        progress: ({ status, sdp: early }) => log.push(`${status}${early === undefined ? "" : " sdp"}`),
        answered: (session) => {
          sessions.push(session);
          log.push("answered");
        },
        failed: ({ code, status }) => log.push(`${code}${status === undefined ? "" : ` ${status}`}`),
      },
      ...options,
    });
    return { call, log, sessions };
  }

  /** A call from the first to the second that stands, with its ACK through. */
  established(from: Station, to: Station, host: string): [Session, Session] {
    const { sessions } = this.invite(from, host);
    this.clock.advance(10);
    const callee = to.calls.at(-1)?.answer(sdp("answer"));
    this.clock.advance(10);
    const [caller] = sessions;
    if (caller === undefined || callee === undefined) throw new Error("the call does not stand");
    return [caller, callee];
  }
}

export function the<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("expected to be there");
  return value;
}
