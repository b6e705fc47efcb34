import {
  answerTimer,
  type Dialog,
  keyOf,
  type Replaces,
  type SessionTimer,
  type TimerAnswer,
} from "../dialog/index.js";
import {
  makeResponse,
  type NameAddress,
  parseNumber,
  parseUri,
  type ReceivedRequest,
  type ResponseParts,
  socketHost,
  type Uri,
} from "../message/index.js";
import type { ServerTransaction } from "../transaction/index.js";
import { type Destination, defaultPort, isReliable, type Source } from "../transport/index.js";
import { allowsOf, sdpOf } from "./content.js";
import { type AgentContext, capabilities, contactTowards, type DialogOwner, tell } from "./context.js";
import { Session } from "./session.js";
import { reasonIn } from "./session-core.js";

/** Provisional answers are repeated so often, ms, so that proxies on the way do not give up (section 13.3.1.1). */
const provisionalEveryMs = 60_000;

/** Why an unanswered call is over without us. */
export interface CallCancelled {
  /** `cancel`: the caller gave up. `bye`: it ended the early dialog. `expired`: its Expires header ran out. */
  readonly by: "cancel" | "bye" | "expired";
  /** Reason header (RFC 3326) as it came: `SIP;cause=200;text="Call completed elsewhere"`. */
  readonly reason?: string;
}

export interface RefuseOptions {
  readonly reason?: string;
  readonly retryAfterS?: number;
  readonly headers?: readonly (readonly [string, string])[];
}

/** A call that comes in and waits for an answer. What is done after it was decided has no effect. */
export class IncomingCall implements DialogOwner {
  readonly request: ReceivedRequest;
  readonly source: Source;
  readonly from: NameAddress;
  readonly to: NameAddress;
  /** Who is called. */
  readonly target: Uri | undefined;
  /** The caller's offer; absent when it wants ours: then the answer is in `acknowledged` of the session. */
  readonly sdp: string | undefined;
  /**
   * The session that this call wants to replace (RFC 3891). Whether the caller may is for the user to judge, best by
   * who it is; answering ends that session.
   */
  readonly replaces: Session | undefined;
  private state: "waiting" | "answered" | "refused" | "cancelled" = "waiting";
  private finalStatus: number | undefined;
  private onCancel: (cancelled: CallCancelled) => void = () => {};
  private forgetRepeat = (): void => {};
  private forgetExpiry = (): void => {};

  constructor(
    private readonly context: AgentContext,
    private readonly transaction: ServerTransaction,
    private readonly dialog: Dialog,
    private readonly timer: Extract<TimerAnswer, { ok: true }> | undefined,
    replaces: { session: Session } | undefined,
  ) {
    this.request = transaction.request;
    this.source = transaction.source;
    this.from = this.request.envelope.from;
    this.to = this.request.envelope.to;
    this.target = parseUri(this.request.uri);
    this.sdp = sdpOf(this.request);
    this.replaces = replaces?.session;
    context.owners.set(this.dialogKey, this);
    const expiresS = parseNumber(this.request.headers.get("expires") ?? "", 86_400);
    if (expiresS !== undefined && expiresS > 0) {
      this.forgetExpiry = context.clock.after(expiresS * 1_000, () => this.abandon({ by: "expired" }));
    }
  }

  get dialogKey(): string {
    return keyOf(this.dialog);
  }

  get decided(): boolean {
    return this.state !== "waiting";
  }

  /** The status with which it was refused here; `undefined`: it was not. */
  get refusedWith(): number | undefined {
    return this.finalStatus;
  }

  /** Hears of the end of the call before it was answered. */
  cancelled(handler: (cancelled: CallCancelled) => void): void {
    this.onCancel = handler;
  }

  /** 100: stops the caller from sending again. Comes by itself after 200 ms. */
  trying(): void {
    if (this.state === "waiting") this.transaction.respond(makeResponse(this.request, 100));
  }

  /** 180: the caller hears ringing. */
  ring(): void {
    this.provisional(180, undefined);
  }

  /** 183 with a description: the caller hears what we play before the call is answered. */
  progress(sdp: string, status: 180 | 183 = 183): void {
    this.provisional(status, sdp);
  }

  /** Other provisional answers: 181 forwarded, 182 queued. */
  queue(status: 181 | 182, reason?: string): void {
    this.provisional(status, undefined, reason);
  }

  /**
   * 200 with our description, repeated until the caller acknowledges.
   *
   * @returns the session, at once; `undefined` when the call was decided before.
   */
  answer(sdp: string): Session | undefined {
    if (!this.settle("answered")) return undefined;
    const { context, request, source } = this;
    const contact = this.contact();
    const session = new Session(context, {
      dialog: { ...this.dialog, state: "confirmed" },
      contact,
      peerAllows: allowsOf(request),
      ...wayBack(request, source),
    });
    session.establish({ localSdp: sdp, remoteSdp: this.sdp ?? "", timer: this.agreedTimer() });
    const response = this.response(200, {
      headers: [["contact", contact], ...capabilities(context), ...(this.timer?.headers ?? [])],
      body: sdp,
    });
    session.answerInvite(this.transaction, response);
    this.replaces?.hangUp('SIP;cause=200;text="Replaced"', "replaced");
    return session;
  }

  /** A final answer from 300 to 699: 486 busy, 603 declined, 480 nobody there, 503 with `retryAfterS`, 302 elsewhere. */
  refuse(status: number, options: RefuseOptions = {}): void {
    if (!this.settle("refused")) return;
    const { reason, retryAfterS, headers = [] } = options;
    const retry = retryAfterS === undefined ? [] : ([["retry-after", String(retryAfterS)]] as const);
    this.finalStatus = Math.min(699, Math.max(300, status));
    this.transaction.respond(
      this.response(this.finalStatus, {
        ...(reason === undefined ? {} : { reason }),
        headers: [...retry, ...headers],
      }),
    );
  }

  /** @internal */
  onCancelled(cancel: ReceivedRequest): void {
    this.abandon({ by: "cancel", ...reasonIn(cancel) });
  }

  /** @internal A request within the early dialog: only its end is understood. */
  onRequest(transaction: ServerTransaction): void {
    const { request } = transaction;
    const toTag = this.dialog.localTag;
    if (request.method === "BYE") {
      transaction.respond(makeResponse(request, 200, { toTag }));
      this.abandon({ by: "bye", ...reasonIn(request) });
    } else transaction.respond(makeResponse(request, request.method === "INVITE" ? 500 : 405, { toTag }));
  }

  /** @internal */
  onAck(): void {}

  private agreedTimer(): SessionTimer | undefined {
    return this.timer?.timer;
  }

  private abandon(cancelled: CallCancelled): void {
    if (!this.settle("cancelled")) return;
    this.transaction.respond(this.response(487));
    tell(this.context, () => this.onCancel(cancelled));
  }

  private provisional(status: number, sdp: string | undefined, reason?: string): void {
    if (this.state !== "waiting") return;
    const response = this.response(status, {
      ...(reason === undefined ? {} : { reason }),
      headers: [["contact", this.contact()], ...capabilities(this.context)],
      ...(sdp === undefined ? {} : { body: sdp }),
    });
    this.forgetRepeat();
    const send = (): void => {
      this.transaction.respond(response);
      this.forgetRepeat = this.context.clock.after(provisionalEveryMs, send);
    };
    send();
  }

  private settle(state: "answered" | "refused" | "cancelled"): boolean {
    if (this.state !== "waiting") return false;
    this.state = state;
    this.forgetRepeat();
    this.forgetExpiry();
    if (this.context.owners.get(this.dialogKey) === this) this.context.owners.delete(this.dialogKey);
    return true;
  }

  private response(status: number, parts: ResponseParts = {}) {
    return makeResponse(this.request, status, { toTag: this.dialog.localTag, ...parts });
  }

  private contact(): string {
    const { target } = this;
    return contactTowards(
      this.context,
      this.source,
      target !== undefined && "user" in target ? target.user : undefined,
    );
  }
}

/**
 * Where requests to the caller go when its Contact is of no use: over a connection, back on it; by UDP to where the
 * INVITE came from, when an address translation on the way has changed it.
 */
export function wayBack(request: ReceivedRequest, source: Source): { way?: Destination } {
  if (request.headers.has("record-route")) return {};
  const { via } = request.envelope;
  if (isReliable(source.protocol)) return { way: source };
  const translated = socketHost(via.host) !== source.address || (via.port ?? defaultPort.udp) !== source.port;
  return translated && via.params.has("rport") ? { way: source } : {};
}

/** Judges the timer part of an INVITE. */
export function timerFor(context: AgentContext, request: ReceivedRequest): TimerAnswer | undefined {
  return context.sessionTimer === undefined ? undefined : answerTimer(request, context.sessionTimer);
}

/** Which session an INVITE wants to replace (RFC 3891 section 3), or how it is refused. */
export type ReplacedSession =
  | { readonly session: Session }
  | { readonly status: 400 | 481 | 486 | 603 }
  | undefined;

export function judgeReplaces(replaces: Replaces | undefined, session: Session | undefined): ReplacedSession {
  if (replaces === undefined) return { status: 400 };
  if (session === undefined) return { status: 481 };
  if (session.end !== undefined) return { status: 603 };
  // Early-only must not hit a call that was answered meanwhile.
  return replaces.earlyOnly ? { status: 486 } : { session };
}
