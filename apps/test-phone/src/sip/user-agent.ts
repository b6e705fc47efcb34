import dgram from "node:dgram";
import { ALLOW, type CallEvents, SipCall, token } from "./call.js";
import { type SipAddress, type SipMessage, type SipStack, sip } from "./library.js";

const HOST = "127.0.0.1";
/**
 * What this phone calls itself in Via. The library takes a request to its own name for one of its open connections and
 * does not send it; this name is nobody's (RFC 2606), and answers come by `rport` (RFC 3581).
 */
const OWN_NAME = "test-phone.invalid";

/** Another program has the port. */
export class PortBusyError extends Error {
  override readonly name = "PortBusyError";
}

export interface Arrival {
  readonly call: SipCall;
  /** The number that was dialled. */
  readonly to: string;
  /** Empty: withheld. */
  readonly from: string;
}

/** The carrier of the demo: SIP over UDP on loopback, both ways. */
export class UserAgent {
  readonly #calls = new Map<string, SipCall>();
  readonly #stack: SipStack;
  readonly #contact: SipAddress;

  private constructor(
    private readonly ports: { readonly own: number; readonly center: number },
    private readonly arrived: (arrival: Arrival) => void,
  ) {
    this.#contact = { uri: `sip:phone@${HOST}:${ports.own}`, params: {} };
    this.#stack = sip.create(
      { address: HOST, port: ports.own, tcp: false, publicAddress: OWN_NAME },
      (request) => this.#take(request),
    );
  }

  /** @throws {PortBusyError} */
  static async open(
    ports: { readonly own: number; readonly center: number },
    arrived: (arrival: Arrival) => void,
  ): Promise<UserAgent> {
    // The library keeps its socket to itself, and its error with it: so the port is tried first.
    await new Promise<void>((resolve, reject) => {
      const probe = dgram.createSocket("udp4");
      probe.once("error", (cause) => reject(new PortBusyError(`UDP port ${ports.own}: ${cause.message}`)));
      probe.bind(ports.own, HOST, () => probe.close(() => resolve()));
    });
    return new UserAgent(ports, arrived);
  }

  /** @param from its own number; empty: withheld. */
  call(to: string, from: string, sdp: string, events: CallEvents): SipCall {
    const caller: SipAddress =
      from === ""
        ? { name: '"Anonymous"', uri: "sip:anonymous@anonymous.invalid", params: {} }
        : { uri: `sip:${from}@${HOST}`, params: {} };
    const target = `sip:${to.replaceAll("#", "%23")}@${HOST}:${this.ports.center}`;
    const call = SipCall.out(this.#stack, this.#contact, target, caller, sdp, events, this.#forget);
    this.#calls.set(call.id, call);
    return call;
  }

  /** Without a goodbye: whoever wants one hangs up first. */
  close(): void {
    this.#stack.destroy();
  }

  readonly #forget = (call: SipCall): void => {
    this.#calls.delete(call.id);
  };

  #take(request: SipMessage): void {
    const { headers, method } = request;
    const known = this.#calls.get(headers["call-id"]);
    if (known !== undefined) {
      known.take(request);
      return;
    }
    if (method === "ACK") return;
    if (method === "INVITE" && headers.to.params["tag"] === undefined) this.#invited(request);
    else if (method === "OPTIONS")
      this.#stack.send(sip.makeResponse(request, 200, "OK", { headers: { allow: ALLOW } }));
    else {
      headers.to.params["tag"] ??= token(4);
      this.#stack.send(sip.makeResponse(request, 481, "Call/Transaction Does Not Exist"));
    }
  }

  #invited(invite: SipMessage): void {
    const call = SipCall.in(this.#stack, this.#contact, invite, this.#forget);
    this.#calls.set(call.id, call);
    const from = userOf(invite.headers.from.uri);
    this.arrived({
      call,
      to: userOf(invite.uri ?? ""),
      from: from.toLowerCase() === "anonymous" ? "" : from,
    });
  }
}

function userOf(uri: string): string {
  return decodeURIComponent(sip.parseUri(uri)?.user ?? "");
}
