import {
  dialogOfRequest,
  keyOfRequest,
  parseReplaces,
  replacedKey,
  type SessionTimerPolicy,
  standardSessionTimer,
} from "../dialog/index.js";
import {
  formatNameAddress,
  formatUri,
  Headers,
  makeResponse,
  noBody,
  parseNameAddress,
  parseVia,
  type ReceivedRequest,
  type ResponseParts,
  type Uri,
  withTag,
} from "../message/index.js";
import { socketHost } from "../message/uri.js";
import { randomText, type SipClock, type SipRandom, systemClock, systemRandom } from "../time/clock.js";
import {
  carriesMark,
  type ServerTransaction,
  standardTiming,
  type Timing,
  TransactionLayer,
} from "../transaction/index.js";
import {
  type Destination,
  type SipResolver,
  type Source,
  systemResolver,
  type Transports,
} from "../transport/index.js";
import {
  type AgentContext,
  capabilities,
  contactTowards,
  type DialogOwner,
  newTag,
  type SipNotice,
} from "./context.js";
import { exchange } from "./exchange.js";
import { refusalOf } from "./gate.js";
import { IncomingCall, judgeReplaces, timerFor } from "./incoming-call.js";
import { type InviteOptions, OutgoingCall } from "./outgoing-call.js";
import { type RegisterOptions, Registration } from "./registration.js";
import { Session, type SessionSnapshot } from "./session.js";

/** A request outside of any call that somebody has to answer, once. */
export interface IncomingRequest {
  readonly request: ReceivedRequest;
  readonly source: Source;
  respond(status: number, parts?: ResponseParts): void;
}

export interface SipAgentOptions {
  readonly transports: Transports;
  /** A call comes in. It has 200 ms before a 100 goes out by itself. */
  readonly onInvite: (call: IncomingCall) => void;
  /** Other methods that are answered outside of calls, such as REGISTER; what is not here gets 405. */
  readonly requests?: Readonly<Record<string, (request: IncomingRequest) => void>>;
  readonly onNotice?: (notice: SipNotice) => void;
  readonly userAgent?: string;
  readonly clock?: SipClock;
  readonly random?: SipRandom;
  readonly timing?: Timing;
  readonly resolver?: SipResolver;
  /** `off`: no session timers. Default: 1,800 s, at least 90 s. */
  readonly sessionTimer?: SessionTimerPolicy | "off";
}

export interface SipAgent {
  /** Calls somebody. What becomes of it is told to `handlers`. */
  invite(options: InviteOptions): OutgoingCall;
  /** Keeps an address registered until it is stopped. */
  register(options: RegisterOptions): Registration;
  /** Asks whether somebody is there: OPTIONS. Resolves with the status, or with nothing when nobody answered. */
  ping(target: Uri, destination?: Destination): Promise<number | undefined>;
  /** Whether new calls are taken. Closed: they, and OPTIONS, get 503 and Retry-After; calls that stand go on. */
  setOpen(open: true | { readonly retryAfterS: number }): void;
  /** Calls that stand. */
  readonly sessions: ReadonlyMap<string, Session>;
  /** Takes up a call of another process with the same address. */
  restore(snapshot: SessionSnapshot): Session;
  /** Transactions under way. */
  readonly load: { readonly servers: number; readonly clients: number };
  /** Forgets everything, sends nothing more. Calls should be ended first; the transports are closed by their owner. */
  close(): void;
}

/** Methods that are answered within calls, and OPTIONS. */
const ownMethods = ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REFER", "NOTIFY", "INFO", "UPDATE"];

/** A SIP user agent: both ends of calls, over one set of transports. RFC 3261 sections 8 to 15. */
export function createSipAgent(options: SipAgentOptions): SipAgent {
  return new Agent(options);
}

class Agent implements SipAgent {
  private readonly context: AgentContext;
  private readonly mark: string;
  private readonly methods: ReadonlySet<string>;
  private open: true | { readonly retryAfterS: number } = true;
  /** Calls by the transaction of their INVITE. */
  private readonly calls = new WeakMap<ServerTransaction, IncomingCall>();

  constructor(private readonly options: SipAgentOptions) {
    const { clock = systemClock, random = systemRandom, timing = standardTiming, transports } = options;
    this.mark = randomText(random, 4);
    this.methods = new Set([...ownMethods, ...Object.keys(options.requests ?? {})]);
    const notice = (told: SipNotice): void => options.onNotice?.(told);
    const layer = new TransactionLayer({
      transports,
      clock,
      random,
      timing,
      mark: this.mark,
      user: {
        request: (transaction) => this.onRequest(transaction),
        ack: (request) => this.context.owners.get(keyOfRequest(request))?.onAck(request),
        cancelled: (invite, cancel) => this.onCancelled(invite, cancel),
        unreadable: (failure, source) => notice({ what: "unreadable", source, failure }),
        trouble: (detail) => notice({ what: "trouble", detail }),
      },
    });
    this.context = {
      layer,
      transports,
      clock,
      random,
      timing,
      resolver: options.resolver ?? systemResolver,
      userAgent: options.userAgent ?? "Patchbay",
      allow: [...this.methods].join(", "),
      sessionTimer:
        options.sessionTimer === "off" ? undefined : (options.sessionTimer ?? standardSessionTimer),
      notice,
      owners: new Map<string, DialogOwner>(),
      sessions: new Map<string, Session>(),
    };
  }

  get sessions(): ReadonlyMap<string, Session> {
    return this.context.sessions;
  }

  get load(): { readonly servers: number; readonly clients: number } {
    return this.context.layer.size;
  }

  invite(options: InviteOptions): OutgoingCall {
    return new OutgoingCall(this.context, options);
  }

  register(options: RegisterOptions): Registration {
    return new Registration(this.context, options);
  }

  setOpen(open: true | { readonly retryAfterS: number }): void {
    this.open = open;
  }

  restore(snapshot: SessionSnapshot): Session {
    const { dialog, contact, way, peerAllows, localSdp, remoteSdp, timer } = snapshot;
    const session = new Session(this.context, {
      dialog,
      contact,
      peerAllows,
      ...(way === undefined ? {} : { way }),
    });
    session.establish({ localSdp, remoteSdp, timer });
    return session;
  }

  close(): void {
    this.context.layer.close();
  }

  ping(target: Uri, destination?: Destination): Promise<number | undefined> {
    const { context } = this;
    const tag = newTag(context);
    const callId = randomText(context.random, 16);
    let sequence = 0;
    return new Promise((resolve) => {
      exchange(context, {
        compose: (to) => {
          const { host, port } = context.transports.sentBy(to);
          const from = parseNameAddress(`<sip:ping@${host}:${port}>`) ?? { uri: target, params: new Map() };
          sequence += 1;
          const headers = new Headers([
            ["max-forwards", "70"],
            ["from", formatNameAddress(withTag(from, tag))],
            ["to", formatNameAddress({ uri: target, params: new Map() })],
            ["call-id", callId],
            ["cseq", `${sequence} OPTIONS`],
            ["contact", contactTowards(context, to, undefined)],
            ["accept", "application/sdp"],
            ...capabilities(context),
          ]);
          return { kind: "request", method: "OPTIONS", uri: formatUri(target), headers, body: noBody };
        },
        target,
        ...(destination === undefined ? {} : { destination }),
        onEnd: (end) => resolve(end.type === "response" ? end.response.status : undefined),
      });
    });
  }

  private onRequest(transaction: ServerTransaction): void {
    const { request, source } = transaction;
    if (request.envelope.to.params.has("tag")) {
      const owner = this.context.owners.get(keyOfRequest(request));
      if (owner === undefined) this.refuse(transaction, 481);
      else owner.onRequest(transaction);
      return;
    }
    const refusal = refusalOf(request, {
      methods: this.methods,
      open: this.open,
      merged: this.context.layer.isMerged(request),
      looped: this.isLooped(request),
    });
    if (refusal !== undefined) this.refuse(transaction, refusal.status, refusal.headers);
    else if (request.method === "INVITE") this.onInvite(transaction);
    else {
      const handler = this.options.requests?.[request.method];
      const toTag = newTag(this.context);
      const respond = (status: number, parts: ResponseParts = {}): void =>
        transaction.respond(makeResponse(request, status, { toTag, ...parts }));
      if (handler !== undefined) handler({ request, source, respond });
      else if (request.method === "OPTIONS") {
        respond(200, {
          headers: [
            ["accept", "application/sdp"],
            ["accept-encoding", "identity"],
            ["accept-language", "en"],
            ...capabilities(this.context),
          ],
        });
      } else this.refuse(transaction, 481);
    }
  }

  private onInvite(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { context } = this;
    const dialog = dialogOfRequest(request, newTag(context));
    const timer = timerFor(context, request);
    if (dialog === undefined) {
      this.refuse(transaction, 400);
      return;
    }
    if (timer?.ok === false) {
      this.refuse(transaction, timer.status, timer.headers);
      return;
    }
    const wanted = request.headers.all("replaces");
    const replaces = wanted.length === 1 ? parseReplaces(wanted[0] ?? "") : undefined;
    const session = replaces === undefined ? undefined : this.sessionAt(replacedKey(replaces));
    const replaced = wanted.length === 0 ? undefined : judgeReplaces(replaces, session);
    if (replaced !== undefined && "status" in replaced) {
      this.refuse(transaction, replaced.status);
      return;
    }
    const call = new IncomingCall(context, transaction, dialog, timer, replaced);
    this.calls.set(transaction, call);
    try {
      this.options.onInvite(call);
    } catch (error) {
      context.notice({ what: "trouble", detail: `onInvite threw: ${String(error)}` });
      call.refuse(500);
    }
  }

  private sessionAt(key: string): Session | undefined {
    const owner = this.context.owners.get(key);
    return owner instanceof Session ? owner : undefined;
  }

  private onCancelled(invite: ServerTransaction, cancel: ReceivedRequest): void {
    const call = this.calls.get(invite);
    if (call !== undefined) call.onCancelled(cancel);
    else this.sessionAt(keyOfRequest(invite.request))?.onCancelled(invite);
  }

  /** A Via of ours is among those of the request: it left here and came back (section 16.3 step 4). */
  private isLooped(request: ReceivedRequest): boolean {
    return request.headers.list("via").some((line) => {
      const via = parseVia(line);
      if (via === undefined || !carriesMark(via.params.get("branch") ?? "", this.mark)) return false;
      return this.context.transports.isOwnAddress(socketHost(via.host), via.port ?? 5060);
    });
  }

  private refuse(
    transaction: ServerTransaction,
    status: number,
    headers: readonly (readonly [string, string])[] = [],
  ): void {
    const { request, source } = transaction;
    transaction.respond(makeResponse(request, status, { toTag: newTag(this.context), headers }));
    this.context.notice({ what: "refused", source, status, request });
  }
}
