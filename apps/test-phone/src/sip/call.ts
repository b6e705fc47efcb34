import { randomBytes } from "node:crypto";
import { type SipAddress, type SipHeaders, type SipMessage, type SipStack, sip } from "./library.js";

export interface CallEvents {
  /** The far end rings; `sdp` when it already speaks. */
  readonly ringing: (sdp: string | undefined) => void;
  /** Both sides are in the call. @param sdp of the far end; absent when it gave none. */
  readonly connected: (sdp: string | undefined) => void;
  /** The far end wants other sound, or none for a while. @returns our description; `undefined` refuses. */
  readonly offered: (sdp: string | undefined) => string | undefined;
  readonly key: (key: string) => void;
  /** Once, and nothing after it. `status`: of a refusal. */
  readonly ended: (how: {
    readonly byUs: boolean;
    readonly status: number | null;
    readonly reason: string;
  }) => void;
}

const MAX_FORWARDS = 70;
/** RFC 3261's T1 and T2, and 64 times T1. */
const T1_MS = 500;
const T2_MS = 4_000;
const ACK_MS_MAX = 32_000;

export const token = (bytes = 8): string => randomBytes(bytes).toString("hex");

/** One call and its dialog (RFC 3261 section 12). Transactions are the library's. */
export class SipCall {
  events: CallEvents | undefined;
  #state: "inviting" | "invited" | "up" | "over" = "inviting";
  #local: SipAddress;
  #remote: SipAddress;
  /** Where requests within the dialog go. */
  #target: string;
  #routes: SipAddress[] = [];
  #sequence = 1;
  /** Ours, which was not answered yet. */
  #invite: SipMessage | undefined;
  /** Theirs, which we have not answered for good yet. */
  #invited: SipMessage | undefined;
  #wantsCancel = false;
  #provisional = false;
  #repeat: NodeJS.Timeout | undefined;
  #acknowledged: SipMessage | undefined;

  private constructor(
    private readonly stack: SipStack,
    private readonly contact: SipAddress,
    readonly id: string,
    local: SipAddress,
    remote: SipAddress,
    target: string,
    private readonly gone: (call: SipCall) => void,
  ) {
    this.#local = local;
    this.#remote = remote;
    this.#target = target;
  }

  static out(
    stack: SipStack,
    contact: SipAddress,
    to: string,
    from: SipAddress,
    sdp: string,
    events: CallEvents,
    gone: (call: SipCall) => void,
  ): SipCall {
    const local = { ...from, params: { tag: token(4) } };
    const call = new SipCall(stack, contact, token(), local, { uri: to, params: {} }, to, gone);
    call.events = events;
    const invite = call.#request("INVITE", sdp);
    call.#invite = invite;
    stack.send(invite, (response) => call.#answered(response));
    return call;
  }

  static in(
    stack: SipStack,
    contact: SipAddress,
    invite: SipMessage,
    gone: (call: SipCall) => void,
  ): SipCall {
    const { headers } = invite;
    const local = { ...headers.to, params: { ...headers.to.params, tag: token(4) } };
    const target = headers.contact?.[0]?.uri ?? headers.from.uri;
    const call = new SipCall(stack, contact, headers["call-id"], local, headers.from, target, gone);
    call.#state = "invited";
    call.#invited = invite;
    call.#routes = addressesOf(headers["record-route"]);
    return call;
  }

  /** What the far end offered with its INVITE. */
  get offer(): string | undefined {
    const content = this.#invited?.content;
    return content === undefined || content.trim() === "" ? undefined : content;
  }

  ring(): void {
    if (this.#state === "invited") this.#respond(180, "Ringing");
  }

  refuse(status: number, reason: string): void {
    if (this.#state !== "invited") return;
    this.#respond(status, reason);
    this.#end({ byUs: true, status, reason });
  }

  /** Takes the call. Its 200 is repeated until the ACK comes (RFC 3261 section 13.3.1.4). */
  answer(sdp: string): void {
    const invited = this.#invited;
    if (this.#state !== "invited" || invited === undefined) return;
    this.#state = "up";
    const ok = this.#response(invited, 200, "OK", sdp);
    const began = Date.now();
    const send = (wait: number): void => {
      this.stack.send(ok);
      this.#repeat = setTimeout(() => {
        if (Date.now() - began < ACK_MS_MAX) send(Math.min(T2_MS, wait * 2));
        else this.hangUp();
      }, wait);
    };
    send(T1_MS);
    const offer = this.offer;
    if (offer !== undefined) this.events?.connected(offer);
  }

  /** Ends it in whatever way it can be ended now. */
  hangUp(): void {
    if (this.#state === "up") {
      this.stack.send(this.#request("BYE"));
      this.#end({ byUs: true, status: null, reason: "" });
    } else if (this.#state === "invited") this.refuse(603, "Decline");
    else if (this.#state === "inviting") {
      this.#wantsCancel = true;
      this.#cancel();
      this.#end({ byUs: true, status: null, reason: "" });
    }
  }

  /** A request of the far end in this dialog. */
  take(request: SipMessage): void {
    switch (request.method) {
      case "ACK":
        clearTimeout(this.#repeat);
        // Without an offer in the INVITE, ours was in the 200, and this is the answer.
        if (this.#invited !== undefined && this.offer === undefined && this.#state === "up")
          this.events?.connected(request.content || undefined);
        this.#invited = undefined;
        return;
      case "CANCEL":
        this.stack.send(sip.makeResponse(request, 200, "OK"));
        if (this.#state !== "invited") return;
        this.#respond(487, "Request Terminated");
        this.#end({ byUs: false, status: null, reason: "" });
        return;
      case "BYE":
        this.stack.send(sip.makeResponse(request, 200, "OK"));
        clearTimeout(this.#repeat);
        this.#end({ byUs: false, status: null, reason: "" });
        return;
      case "INVITE":
        this.#offered(request);
        return;
      case "INFO": {
        const key = /^Signal=\s*([0-9A-D*#])/m.exec(request.content ?? "")?.[1];
        this.stack.send(sip.makeResponse(request, 200, "OK"));
        if (key !== undefined) this.events?.key(key);
        return;
      }
      case "OPTIONS":
        this.stack.send(sip.makeResponse(request, 200, "OK"));
        return;
      default:
        this.stack.send(sip.makeResponse(request, 405, "Method Not Allowed", { headers: { allow: ALLOW } }));
    }
  }

  /** Of our INVITE. */
  #answered(response: SipMessage): void {
    const status = response.status ?? 500;
    if (status < 200) {
      this.#provisional = true;
      if (this.#wantsCancel) this.#cancel();
      else if (status > 100) this.events?.ringing(response.content || undefined);
      return;
    }
    const invite = this.#invite;
    this.#invite = undefined;
    if (status >= 300) {
      this.#end({ byUs: false, status, reason: response.reason ?? "" });
      return;
    }
    if (invite === undefined) {
      // The same 200 again: our ACK was lost.
      if (this.#acknowledged !== undefined) this.stack.send(structuredClone(this.#acknowledged));
      return;
    }
    this.#remote = response.headers.to;
    this.#target = response.headers.contact?.[0]?.uri ?? this.#target;
    this.#routes = addressesOf(response.headers["record-route"]).reverse();
    const ack = this.#request("ACK", undefined, invite.headers.cseq.seq);
    this.#acknowledged = structuredClone(ack);
    this.stack.send(ack);
    if (this.#wantsCancel) {
      this.stack.send(this.#request("BYE"));
      return;
    }
    this.#state = "up";
    this.events?.connected(response.content || undefined);
  }

  /** Before its first answer an INVITE cannot be cancelled (RFC 3261 section 9.1). */
  #cancel(): void {
    const invite = this.#invite;
    if (invite === undefined || !this.#provisional) return;
    const { via, from, to } = invite.headers;
    this.stack.send({
      method: "CANCEL",
      ...(invite.uri === undefined ? {} : { uri: invite.uri }),
      headers: {
        via: structuredClone(via?.slice(0, 1) ?? []),
        from,
        to,
        "call-id": this.id,
        cseq: { seq: invite.headers.cseq.seq, method: "CANCEL" },
        "max-forwards": MAX_FORWARDS,
      },
    });
    this.#provisional = false;
  }

  #offered(request: SipMessage): void {
    const sdp = this.events?.offered(request.content || undefined);
    if (this.#state !== "up" || sdp === undefined) {
      this.stack.send(sip.makeResponse(request, 488, "Not Acceptable Here"));
      return;
    }
    this.#target = request.headers.contact?.[0]?.uri ?? this.#target;
    this.stack.send(this.#response(request, 200, "OK", sdp));
  }

  #respond(status: number, reason: string): void {
    if (this.#invited !== undefined) this.stack.send(this.#response(this.#invited, status, reason));
  }

  #response(request: SipMessage, status: number, reason: string, sdp?: string): SipMessage {
    const routes = request.headers["record-route"];
    const response = sip.makeResponse(request, status, reason, {
      headers: {
        ...(status < 300 ? { contact: [this.contact] } : {}),
        ...(routes === undefined ? {} : { "record-route": routes }),
        ...(sdp === undefined ? {} : { "content-type": "application/sdp", allow: ALLOW }),
      },
      ...(sdp === undefined ? {} : { content: sdp }),
    });
    response.headers.to = this.#local;
    return response;
  }

  #request(method: string, sdp?: string, sequence?: number): SipMessage {
    const seq = sequence ?? this.#sequence++;
    const headers: SipHeaders = {
      to: this.#remote,
      from: this.#local,
      "call-id": this.id,
      cseq: { seq, method },
      via: [],
      "max-forwards": MAX_FORWARDS,
      "user-agent": "Patchbay test phone",
    };
    if (this.#routes.length > 0) headers["route"] = structuredClone(this.#routes);
    if (method === "INVITE") {
      headers.contact = [this.contact];
      headers["allow"] = ALLOW;
    }
    if (sdp !== undefined) headers["content-type"] = "application/sdp";
    return { method, uri: this.#target, headers, ...(sdp === undefined ? {} : { content: sdp }) };
  }

  #end(how: Parameters<CallEvents["ended"]>[0]): void {
    if (this.#state === "over") return;
    this.#state = "over";
    clearTimeout(this.#repeat);
    this.events?.ended(how);
    // What crosses the end on its way (a 200 to a cancelled call) is still this call's.
    setTimeout(() => this.gone(this), ACK_MS_MAX).unref();
  }
}

export const ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO";

function addressesOf(header: unknown): SipAddress[] {
  return Array.isArray(header) ? structuredClone(header) : [];
}
