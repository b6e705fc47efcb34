import {
  createSipAgent,
  DigestServer,
  type IncomingCall,
  type IncomingRequest,
  openTransports,
  parseNameAddress,
  parseUri,
  type ReceivedRequest,
  type SipAgent,
  type SipAgentOptions,
  secretHash,
  systemClock,
  systemRandom,
  type Transports,
  type Uri,
} from "@patchbay/sip";

/** A carrier or a desk phone of our own stack on this machine, at a port that was free. */
export class SipStation {
  readonly calls: IncomingCall[] = [];
  readonly registers: ReceivedRequest[] = [];
  readonly pings: ReceivedRequest[] = [];
  /** What becomes of a call that comes in. */
  onCall: (call: IncomingCall) => void = (call) => call.refuse(486);
  onRegister: (request: IncomingRequest) => void = ({ respond }) => respond(200);

  private closed = false;

  private constructor(
    readonly agent: SipAgent,
    readonly port: number,
    private readonly transports: Transports,
  ) {}

  static async open(options: Partial<SipAgentOptions> = {}): Promise<SipStation> {
    const opened = await openTransports({ listen: [{ protocol: "udp", address: "127.0.0.1", port: 0 }] });
    if (!opened.ok) throw new Error(opened.detail);
    const parts: { station?: SipStation } = {};
    const agent = createSipAgent({
      transports: opened.transports,
      onInvite: (call) => {
        parts.station?.calls.push(call);
        parts.station?.onCall(call);
      },
      requests: {
        REGISTER: (request) => {
          parts.station?.registers.push(request.request);
          parts.station?.onRegister(request);
        },
        OPTIONS: ({ request, respond }) => {
          parts.station?.pings.push(request);
          respond(200);
        },
      },
      ...options,
    });
    const port = opened.bound[0]?.port ?? 0;
    const station = new SipStation(agent, port, opened.transports);
    parts.station = station;
    return station;
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.agent.close();
    void this.transports.close();
  }
}

/** Lets in who knows the password of a user, as a carrier does. */
export function asksFor(user: string, password: string): (request: IncomingRequest) => boolean {
  const digest = new DigestServer({ realm: "carrier", clock: systemClock, random: systemRandom });
  return ({ request, source: _, respond }) => {
    const verdict = digest.check(request, (who, algorithm) =>
      who === user ? secretHash(algorithm, user, "carrier", password) : undefined,
    );
    if (!verdict.ok) respond(verdict.status, { headers: verdict.headers });
    return verdict.ok;
  };
}

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

/** A description of a phone that says and hears nothing. */
export const SILENT_SDP =
  "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";
