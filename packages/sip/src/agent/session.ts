import {
  acceptRequest,
  answerTimer,
  type Dialog,
  giveUpAfterMs,
  referTo,
  referToReplacing,
  refreshAfterMs,
  type SessionTimer,
  timerOfResponse,
  timerRequestHeaders,
} from "../dialog/index.js";
import type { ReceivedRequest, SipResponse, Uri } from "../message/index.js";
import { randomText } from "../time/clock.js";
import type { ServerTransaction } from "../transaction/index.js";
import type { Destination } from "../transport/index.js";
import { contentTypeOf } from "./content.js";
import { type AgentContext, type DialogOwner, tell } from "./context.js";
import { unsupportedExtensions } from "./gate.js";
import { type IncomingReferral, Referrals, type ReferralWatch } from "./referral.js";
import {
  answerOf,
  reasonIn,
  type SessionAnswer,
  SessionCore,
  type SessionEnd,
  type SessionSeed,
} from "./session-core.js";
import { type SessionOffer, SessionOffers } from "./session-offers.js";

/** What a session tells. All are called at most once for what they tell of, and never after `ended`. */
export interface SessionHandlers {
  /** The peer wants to change the session: hold, retrieve, another codec. Without a handler: 488. */
  readonly offered?: (offer: SessionOffer) => void;
  /** The peer acknowledged a 2xx of ours; with SDP when we had made the offer in it. */
  readonly acknowledged?: (sdp: string | undefined) => void;
  /** The peer transfers us. Without a handler: 603. */
  readonly referred?: (referral: IncomingReferral) => void;
  /** INFO; already answered 200. Digits of `application/dtmf-relay` and `application/dtmf` come read. */
  readonly info?: (info: {
    readonly contentType: string;
    readonly body: string;
    readonly digit?: string;
  }) => void;
  readonly ended?: (end: SessionEnd) => void;
}

/** A session as JSON, to be taken up by another process with the same address. */
export interface SessionSnapshot {
  readonly dialog: Dialog;
  readonly contact: string;
  readonly way?: Destination;
  readonly peerAllows: readonly string[];
  readonly localSdp: string;
  readonly remoteSdp: string;
  readonly timer?: SessionTimer;
}

/** An established call: everything that happens between the 2xx and the BYE. */
export class Session implements DialogOwner {
  /** Ours, unguessable; says nothing to the peer. */
  readonly id: string;
  private readonly core: SessionCore;
  private readonly offers: SessionOffers;
  private readonly referrals: Referrals;
  private handlers: SessionHandlers = {};
  private timer: SessionTimer | undefined;
  private forgetTimer = (): void => {};
  private hangUpWhenAcknowledged: (() => void) | undefined;

  constructor(
    private readonly context: AgentContext,
    seed: SessionSeed,
  ) {
    this.id = randomText(context.random);
    this.core = new SessionCore(context, seed);
    this.offers = new SessionOffers(this.core, {
      offered: (offer) => {
        if (this.handlers.offered === undefined) offer.refuse();
        else tell(context, () => this.handlers.offered?.(offer));
      },
      acknowledged: (sdp) => {
        this.hangUpWhenAcknowledged?.();
        if (this.core.ended === undefined) tell(context, () => this.handlers.acknowledged?.(sdp));
      },
      timerRequest: () => {
        const policy = context.sessionTimer;
        return policy === undefined ? [] : timerRequestHeaders(policy, this.timer);
      },
      timerAnswer: (transaction) => this.answerTimer(transaction),
      timerAgreed: (response) => this.agreeTimer(response),
    });
    this.referrals = new Referrals(this.core, {
      referred: (referral) => {
        if (this.handlers.referred === undefined) referral.refuse();
        else tell(context, () => this.handlers.referred?.(referral));
      },
    });
    context.owners.set(this.core.key, this);
    context.sessions.set(this.id, this);
    this.core.onEnd((end) => {
      this.forgetTimer();
      context.owners.delete(this.dialogKey);
      context.sessions.delete(this.id);
      tell(context, () => this.handlers.ended?.(end));
    });
  }

  get dialogKey(): string {
    return this.core.key;
  }

  get dialog(): Dialog {
    return this.core.dialog;
  }

  /** Our and the peer's last description that was agreed on. */
  get localSdp(): string {
    return this.offers.localSdp;
  }

  get remoteSdp(): string {
    return this.offers.remoteSdp;
  }

  get end(): SessionEnd | undefined {
    return this.core.ended;
  }

  /** Sets handlers; those that are not given stay. */
  handle(handlers: SessionHandlers): void {
    this.handlers = { ...this.handlers, ...handlers };
  }

  /**
   * Offers a change of the session: hold, retrieve, another address. A glare with the peer's offer is tried again by
   * itself (section 14.1). Resolves with the peer's SDP.
   */
  reinvite(sdp: string): Promise<SessionAnswer> {
    return this.offers.offer(sdp);
  }

  /**
   * Ends the call. When our 2xx still waits for its ACK, the BYE waits with it (section 15). `ended` follows at once,
   * whether or not the peer answers.
   *
   * @param reason a Reason header (RFC 3326), as `Q.850;cause=16;text="..."`.
   */
  hangUp(reason?: string, cause: "bye" | "replaced" = "bye"): void {
    if (this.core.ended !== undefined || this.hangUpWhenAcknowledged !== undefined) return;
    const go = (): void => this.bye(reason, { by: "us", cause });
    if (this.offers.awaitsAck) this.hangUpWhenAcknowledged = go;
    else go();
  }

  private bye(reason: string | undefined, end: SessionEnd): void {
    if (this.core.ended !== undefined) return;
    this.core.send(
      "BYE",
      () => ({ headers: reason === undefined ? [] : [["reason", reason]] }),
      () => {},
    );
    this.core.end(end);
  }

  /** Asks the peer to call somebody else: a blind transfer. */
  refer(target: Uri, watch: ReferralWatch = {}): Promise<SessionAnswer> {
    return this.referrals.refer(referTo(target), watch);
  }

  /** Asks the peer to take our place in another call: an attended transfer (RFC 3891). */
  referReplacing(other: Session, watch: ReferralWatch = {}): Promise<SessionAnswer> {
    return this.referrals.refer(referToReplacing(other.dialog), watch);
  }

  /** INFO within the dialog (RFC 6086). */
  info(contentType: string, body: string): Promise<SessionAnswer> {
    return new Promise((resolve) => {
      if (this.core.ended !== undefined) resolve({ ok: false, code: "over" });
      else
        this.core.send(
          "INFO",
          () => ({ body, contentType }),
          (end) => resolve(answerOf(end)),
        );
    });
  }

  /** A digit for peers that want them by INFO. `durationMs` as the peer should hear it. */
  infoDigit(digit: string, durationMs = 160): Promise<SessionAnswer> {
    return this.info("application/dtmf-relay", `Signal=${digit}\r\nDuration=${durationMs}\r\n`);
  }

  snapshot(): SessionSnapshot {
    const { contact, way, peerAllows } = this.core.seed;
    return {
      dialog: this.core.dialog,
      contact,
      peerAllows,
      localSdp: this.localSdp,
      remoteSdp: this.remoteSdp,
      ...(way === undefined ? {} : { way }),
      ...(this.timer === undefined ? {} : { timer: this.timer }),
    };
  }

  // What follows is for the agent's own parts.

  /** @internal Takes over what the INVITE and its answer agreed on. */
  establish(agreed: { localSdp: string; remoteSdp: string; timer?: SessionTimer | undefined }): void {
    this.offers.localSdp = agreed.localSdp;
    this.offers.remoteSdp = agreed.remoteSdp;
    this.setTimer(agreed.timer);
  }

  /** @internal Sends our 2xx to the INVITE until it is acknowledged. */
  answerInvite(transaction: ServerTransaction, response: SipResponse): void {
    this.offers.respondUntilAck(transaction, response, () => {
      this.core.send(
        "BYE",
        () => ({}),
        () => {},
      );
    });
  }

  /** @internal ACK of the 2xx that made this session. */
  acknowledgeInvite(sequence: number): void {
    this.offers.acknowledge(sequence);
  }

  /** @internal */
  onAck(request: ReceivedRequest): void {
    this.offers.onAck(request);
  }

  /** @internal */
  onCancelled(invite: ServerTransaction): void {
    this.offers.onCancelled(invite);
  }

  /** @internal A request within the dialog. */
  onRequest(transaction: ServerTransaction): void {
    const { request } = transaction;
    const next = acceptRequest(this.core.dialog, request);
    if (next === "out_of_order") {
      this.core.respond(transaction, 500);
      return;
    }
    this.core.dialog = next;
    const unsupported = unsupportedExtensions(request);
    if (unsupported.length > 0) {
      this.core.respond(transaction, 420, { headers: [["unsupported", unsupported.join(", ")]] });
      return;
    }
    switch (request.method) {
      case "BYE":
        this.core.respond(transaction, 200);
        this.core.end({ by: "them", cause: "bye", ...reasonIn(request) });
        break;
      case "INVITE":
      case "UPDATE":
        this.offers.onOffer(transaction);
        break;
      case "REFER":
        this.referrals.onRefer(transaction);
        break;
      case "NOTIFY":
        this.referrals.onNotify(transaction);
        break;
      case "INFO":
        this.onInfo(transaction);
        break;
      case "OPTIONS":
        this.core.respond(transaction, 200, { headers: this.core.contactHeaders() });
        break;
      default:
        this.core.respond(transaction, 405, { headers: [["allow", this.context.allow]] });
    }
  }

  private onInfo(transaction: ServerTransaction): void {
    this.core.respond(transaction, 200);
    const body = transaction.request.body.toString("utf8");
    const contentType = contentTypeOf(transaction.request);
    const digit =
      contentType === "application/dtmf-relay"
        ? /^signal\s*=\s*([0-9A-D*#])\s*$/im.exec(body)?.[1]
        : contentType === "application/dtmf"
          ? /^\s*([0-9A-D*#])\s*$/i.exec(body)?.[1]
          : undefined;
    const told = { contentType, body, ...(digit === undefined ? {} : { digit: digit.toUpperCase() }) };
    tell(this.context, () => this.handlers.info?.(told));
  }

  private answerTimer(transaction: ServerTransaction): (readonly [string, string])[] | undefined {
    const policy = this.context.sessionTimer;
    if (policy === undefined) return [];
    const answer = answerTimer(transaction.request, policy);
    if (!answer.ok) {
      this.core.respond(transaction, answer.status, { headers: answer.headers });
      return undefined;
    }
    this.setTimer(answer.timer);
    return [...answer.headers];
  }

  private agreeTimer(response: SipResponse): void {
    if (this.context.sessionTimer !== undefined) this.setTimer(timerOfResponse(response));
  }

  private setTimer(timer: SessionTimer | undefined): void {
    this.timer = timer;
    this.forgetTimer();
    if (timer === undefined || this.core.ended !== undefined) return;
    const { clock } = this.context;
    const forgetExpiry = clock.after(giveUpAfterMs(timer), () => {
      this.bye('SIP;cause=408;text="session expired"', { by: "us", cause: "session_expired" });
    });
    const refresh = (): void => {
      this.offers.refresh().then(
        (answer) => {
          // Our own change was under way, which refreshes as well if it is accepted: look again soon.
          if (!answer.ok && answer.code === "pending") forgetRefresh = clock.after(5_000, refresh);
        },
        () => {},
      );
    };
    let forgetRefresh =
      timer.refresher === "us" ? clock.after(refreshAfterMs(timer), refresh) : (): void => {};
    this.forgetTimer = () => {
      forgetExpiry();
      forgetRefresh();
    };
  }
}
