import type { DigestClient } from "../auth/index.js";
import {
  confirmed,
  dialogOfResponse,
  formatReplaces,
  keyOf,
  type Replaces,
  readMinSe,
  type SessionTimerPolicy,
  timerOfResponse,
  timerRequestHeaders,
} from "../dialog/index.js";
import {
  formatNameAddress,
  formatUri,
  Headers,
  type NameAddress,
  parseNumber,
  type ReceivedResponse,
  type SipRequest,
  type Uri,
  userOf,
  withTag,
} from "../message/index.js";
import { randomText } from "../time/clock.js";
import { type ClientTransaction, isSuccess } from "../transaction/index.js";
import type { Destination } from "../transport/index.js";
import { allowsOf, sdpOf } from "./content.js";
import { type AgentContext, capabilities, contactTowards, newTag, tell } from "./context.js";
import { type ExchangeEnd, exchange, firstHop } from "./exchange.js";
import { Session } from "./session.js";

export interface CallFailure {
  readonly code: /** A final answer from 300 on: see `status`. */
    | "refused"
    /** Nobody answered, not even 100, within 64 x T1. */
    | "timeout"
    | "unreachable"
    /** We took it back. */
    | "cancelled"
    /** A 2xx that makes no dialog (without Contact). */
    | "unusable_answer";
  readonly status?: number;
  readonly reason?: string;
  readonly retryAfterS?: number;
  /** Reason header (RFC 3326): the cause of the telephone network. */
  readonly cause?: string;
  /** Contacts of a 3xx. */
  readonly contacts?: readonly string[];
}

export interface OutgoingHandlers {
  /** Somebody has it: the first answer of any kind, 100 included. */
  readonly trying?: () => void;
  /** A provisional answer above 100. With `sdp`, media may come already. `fork` tells the phones apart that ring. */
  readonly progress?: (progress: { status: number; reason: string; sdp?: string; fork: string }) => void;
  /** The first that answered has the call; any further one is hung up by itself. */
  readonly answered: (session: Session, sdp: string) => void;
  readonly failed: (failure: CallFailure) => void;
}

export interface InviteOptions {
  readonly target: Uri;
  readonly from: NameAddress;
  /** Default: the target. */
  readonly to?: NameAddress;
  readonly sdp: string;
  readonly handlers: OutgoingHandlers;
  /** User part of our Contact. Default: that of `from`. */
  readonly contactUser?: string;
  /** Sends to this place whatever the target says: an outbound proxy, a trunk. */
  readonly destination?: Destination;
  /** Route header values: loose routes to pass first. */
  readonly routes?: readonly string[];
  readonly auth?: DigestClient;
  readonly replaces?: Replaces;
  readonly headers?: readonly (readonly [string, string])[];
  /** Hops left, when the call continues another (RFC 7332). Default 70. */
  readonly maxForwards?: number;
}

/** A call that goes out. */
export class OutgoingCall {
  readonly id: string;
  readonly callId: string;
  private readonly fromTag: string;
  private sequence = 0;
  private transaction: ClientTransaction | undefined;
  private rung = false;
  private cancelWanted: { reason: string | undefined } | undefined;
  private over = false;
  private policy: SessionTimerPolicy | undefined;
  private triedInterval = false;
  private contact = "";
  /** Sessions of all phones that answered, by dialog: a copy of a 2xx wants its ACK again. */
  private readonly answered = new Map<string, { session: Session; sequence: number }>();
  private forgetCancel = (): void => {};

  constructor(
    private readonly context: AgentContext,
    private readonly options: InviteOptions,
  ) {
    this.id = randomText(context.random);
    this.callId = randomText(context.random, 16);
    this.fromTag = newTag(context);
    this.policy = context.sessionTimer;
    this.start();
  }

  /**
   * Takes the call back. `failed` with `cancelled` follows; if somebody answers meanwhile, that call is hung up.
   *
   * @param reason a Reason header (RFC 3326), as `SIP;cause=200;text="Call completed elsewhere"`.
   */
  cancel(reason?: string): void {
    if (this.over || this.cancelWanted !== undefined) return;
    this.cancelWanted = { reason };
    if (this.rung) this.sendCancel();
  }

  private start(): void {
    const { options, context } = this;
    exchange(context, {
      compose: (to) => this.compose(to),
      target: options.routes?.[0] === undefined ? options.target : firstHop(this.compose(undefined)),
      ...(options.destination === undefined ? {} : { destination: options.destination }),
      ...(options.auth === undefined ? {} : { auth: options.auth }),
      onSent: (transaction) => {
        this.transaction = transaction;
      },
      onProvisional: (response, transaction) => {
        this.transaction = transaction;
        this.onProvisional(response);
      },
      onEnd: (end, transaction) => this.onEnd(end, transaction),
    });
  }

  private compose(to: Destination | undefined): SipRequest {
    const { options, context } = this;
    const { from, target } = options;
    if (to !== undefined) {
      this.sequence += 1;
      this.contact = contactTowards(context, to, options.contactUser ?? userOf(from.uri));
    }
    const headers = new Headers();
    for (const route of options.routes ?? []) headers.add("route", route);
    headers.add("max-forwards", String(options.maxForwards ?? 70));
    headers.add("from", formatNameAddress(withTag(from, this.fromTag)));
    headers.add("to", formatNameAddress(options.to ?? { uri: target, params: new Map() }));
    headers.add("call-id", this.callId);
    headers.add("cseq", `${Math.max(this.sequence, 1)} INVITE`);
    headers.add("contact", this.contact);
    for (const [name, value] of capabilities(context)) headers.add(name, value);
    if (this.policy !== undefined) {
      for (const [name, value] of timerRequestHeaders(this.policy)) headers.add(name, value);
    }
    if (options.replaces !== undefined) headers.add("replaces", formatReplaces(options.replaces));
    for (const [name, value] of options.headers ?? []) headers.add(name, value);
    headers.add("content-type", "application/sdp");
    return {
      kind: "request",
      method: "INVITE",
      uri: formatUri(target),
      headers,
      body: Buffer.from(options.sdp),
    };
  }

  private onProvisional(response: ReceivedResponse): void {
    const first = !this.rung;
    this.rung = true;
    if (first && !this.over) tell(this.context, () => this.options.handlers.trying?.());
    if (this.cancelWanted !== undefined) {
      if (first) this.sendCancel();
      return;
    }
    if (response.status === 100 || this.over) return;
    const sdp = sdpOf(response);
    tell(this.context, () =>
      this.options.handlers.progress?.({
        status: response.status,
        reason: response.reason,
        ...(sdp === undefined ? {} : { sdp }),
        fork: response.envelope.to.params.get("tag") ?? "",
      }),
    );
  }

  private sendCancel(): void {
    if (this.transaction === undefined) return;
    this.context.layer.cancel(this.transaction, this.cancelWanted?.reason);
    // A peer of RFC 2543 may never answer the INVITE (section 9.1).
    this.forgetCancel = this.context.clock.after(64 * this.context.timing.t1, () =>
      this.fail({ code: "cancelled" }),
    );
  }

  private onEnd(end: ExchangeEnd, transaction: ClientTransaction | undefined): void {
    if (end.type !== "response") {
      this.fail({ code: this.cancelWanted === undefined ? end.type : "cancelled" });
      return;
    }
    const { response } = end;
    if (isSuccess(response)) this.onSuccess(response, transaction);
    else if (response.status === 422 && this.raiseInterval(response)) {
      this.rung = false;
      this.start();
    } else this.fail(failureOf(response, this.cancelWanted !== undefined));
  }

  /** RFC 4028 section 7.1: once more, with the interval that the peer wants at least. */
  private raiseInterval(response: ReceivedResponse): boolean {
    const least = readMinSe(response);
    if (
      this.policy === undefined ||
      least === undefined ||
      this.triedInterval ||
      this.cancelWanted !== undefined
    ) {
      return false;
    }
    this.triedInterval = true;
    this.policy = {
      intervalS: Math.max(this.policy.intervalS, least),
      minS: Math.max(this.policy.minS, least),
    };
    return true;
  }

  private onSuccess(response: ReceivedResponse, transaction: ClientTransaction | undefined): void {
    const { context, options } = this;
    const sequence = response.envelope.cseq.number;
    const made = transaction === undefined ? undefined : dialogOfResponse(transaction.request, response);
    if (made === undefined) {
      this.fail({ code: "unusable_answer", status: response.status });
      return;
    }
    const key = keyOf(made);
    const known = this.answered.get(key);
    if (known !== undefined) {
      known.session.acknowledgeInvite(known.sequence);
      return;
    }
    const session = new Session(context, {
      dialog: confirmed(made, response),
      contact: this.contact,
      peerAllows: allowsOf(response),
      ...(options.auth === undefined ? {} : { auth: options.auth }),
      ...(transaction !== undefined && transaction.to.protocol !== "udp" ? { way: transaction.to } : {}),
    });
    this.answered.set(key, { session, sequence });
    const remoteSdp = sdpOf(response) ?? "";
    session.establish({
      localSdp: options.sdp,
      remoteSdp,
      timer: this.policy === undefined ? undefined : timerOfResponse(response),
    });
    session.acknowledgeInvite(sequence);
    if (this.over || this.cancelWanted !== undefined) {
      session.hangUp();
      this.fail({ code: "cancelled" });
      return;
    }
    this.over = true;
    this.forgetCancel();
    tell(context, () => options.handlers.answered(session, remoteSdp));
  }

  private fail(failure: CallFailure): void {
    if (this.over) return;
    this.over = true;
    this.forgetCancel();
    tell(this.context, () => this.options.handlers.failed(failure));
  }
}

function failureOf(response: ReceivedResponse, cancelled: boolean): CallFailure {
  const retryAfterS = parseNumber(
    (response.headers.get("retry-after") ?? "").split(/[ ;(]/)[0] ?? "",
    0xffffffff,
  );
  const cause = response.headers.get("reason");
  const contacts = response.status < 400 ? response.headers.list("contact") : [];
  return {
    code: cancelled && response.status === 487 ? "cancelled" : "refused",
    status: response.status,
    reason: response.reason,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
    ...(cause === undefined ? {} : { cause }),
    ...(contacts.length === 0 ? {} : { contacts }),
  };
}
