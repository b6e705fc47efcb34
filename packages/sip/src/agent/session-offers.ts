import { ackWithin, nextHop, withTarget } from "../dialog/index.js";
import { makeResponse, type ReceivedRequest, type SipResponse } from "../message/index.js";
import { randomBelow } from "../time/clock.js";
import { isSuccess, type ServerTransaction } from "../transaction/index.js";
import { type ExchangeEnd, sendAck } from "./exchange.js";
import { contentRefusal } from "./gate.js";
import { answerOf, type SessionAnswer, type SessionCore } from "./session-core.js";

/** A change of the session that the peer asks for: to be accepted or refused, once. */
export interface SessionOffer {
  readonly method: "INVITE" | "UPDATE";
  /** The peer's offer; absent when it wants ours (an INVITE only): its answer then comes with `acknowledged`. */
  readonly sdp?: string;
  accept(sdp: string): void;
  /** Default 488. */
  refuse(status?: number): void;
}

export interface OfferHooks {
  readonly offered: (offer: SessionOffer) => void;
  /** Every ACK of a 2xx of ours; with SDP when it answers our offer. */
  readonly acknowledged: (sdp: string | undefined) => void;
  /** Headers of session timers for a request, and for a 2xx. */
  readonly timerRequest: () => [string, string][];
  /** `undefined`: refused already. */
  readonly timerAnswer: (transaction: ServerTransaction) => (readonly [string, string])[] | undefined;
  readonly timerAgreed: (response: SipResponse) => void;
}

/** Tries of a re-INVITE that met the peer's own (section 14.1). */
const maxGlareTries = 5;

/** Re-INVITE and UPDATE both ways, glare, and 2xx repeated until their ACK. RFC 3261 section 14, RFC 3311. */
export class SessionOffers {
  localSdp = "";
  remoteSdp = "";
  /** A re-INVITE or UPDATE of ours is on its way. */
  private ours = false;
  /** One of the peer's waits for our answer. */
  private theirs: ServerTransaction | undefined;
  /** 2xx of ours without an ACK, by CSeq of the INVITE; the function stops repeating. */
  private readonly unacknowledged = new Map<
    number,
    { readonly stop: () => void; readonly ourOffer: boolean }
  >();

  constructor(
    private readonly core: SessionCore,
    private readonly hooks: OfferHooks,
  ) {
    core.onEnd(() => {
      for (const { stop } of this.unacknowledged.values()) stop();
      this.unacknowledged.clear();
    });
  }

  /** A BYE must wait for the ACK of the INVITE that made the session (section 15). */
  get awaitsAck(): boolean {
    return this.unacknowledged.size > 0;
  }

  /** Offers a change; after a glare once more after a random while. */
  offer(sdp: string, tries = 1): Promise<SessionAnswer> {
    return new Promise((resolve) => this.tryOffer("INVITE", sdp, tries, resolve));
  }

  /** Refreshes the session without changing it (RFC 4028 section 7.4): by UPDATE when the peer knows it. */
  refresh(): Promise<SessionAnswer> {
    const byUpdate = this.core.seed.peerAllows.includes("UPDATE");
    return new Promise((resolve) =>
      this.tryOffer(byUpdate ? "UPDATE" : "INVITE", byUpdate ? "" : this.localSdp, 1, resolve),
    );
  }

  private tryOffer(
    method: "INVITE" | "UPDATE",
    sdp: string,
    tries: number,
    resolve: (answer: SessionAnswer) => void,
  ): void {
    const { core } = this;
    if (core.ended !== undefined) {
      resolve({ ok: false, code: "over" });
      return;
    }
    if (this.ours || this.theirs !== undefined) {
      resolve({ ok: false, code: "pending" });
      return;
    }
    this.ours = true;
    const parts = () => ({ headers: [...core.contactHeaders(), ...this.hooks.timerRequest()], body: sdp });
    let settled = false;
    core.send(method, parts, (end, sequence) => {
      if (method === "INVITE") this.acknowledgeSuccess(end, sequence);
      // Further 2xx of the same INVITE are copies: they got their ACK, and nothing else changes.
      if (settled) return;
      settled = true;
      this.ours = false;
      if (end.type === "response" && isSuccess(end.response)) {
        core.dialog = withTarget(core.dialog, end.response);
        if (sdp !== "") this.localSdp = sdp;
        if (end.response.body.length > 0) this.remoteSdp = end.response.body.toString("utf8");
        this.hooks.timerAgreed(end.response);
      } else if (end.type === "response" && end.response.status === 491 && tries < maxGlareTries) {
        core.context.clock.after(this.backOffMs(), () => this.tryOffer(method, sdp, tries + 1, resolve));
        return;
      }
      resolve(answerOf(end));
    });
  }

  /** Who made the call waits 2.1 to 4 s, the other at most 2 s, in steps of 10 ms (section 14.1). */
  private backOffMs(): number {
    const { random } = this.core.context;
    return this.core.dialog.role === "caller"
      ? 2_100 + 10 * randomBelow(random, 191)
      : 10 * randomBelow(random, 201);
  }

  private acknowledgeSuccess(end: ExchangeEnd, sequence: number): void {
    if (end.type !== "response" || !isSuccess(end.response)) return;
    this.core.dialog = withTarget(this.core.dialog, end.response);
    this.acknowledge(sequence);
  }

  /** Sends the ACK of a 2xx; every copy of the 2xx gets another. */
  acknowledge(sequence: number): void {
    const { core } = this;
    sendAck(core.context, ackWithin(core.dialog, sequence), core.destination(), nextHop(core.dialog));
  }

  /** A re-INVITE or UPDATE of the peer. */
  onOffer(transaction: ServerTransaction): void {
    const { core } = this;
    const { request } = transaction;
    const method = request.method === "UPDATE" ? "UPDATE" : "INVITE";
    this.takeAsAcknowledged(request.envelope.cseq.number);
    if (this.theirs !== undefined || this.awaitsAck) {
      // Section 14.2: one that comes before the last is answered is put off by a random while.
      const wait = randomBelow(core.context.random, 11);
      core.respond(transaction, 500, { headers: [["retry-after", String(wait)]] });
      return;
    }
    if (this.ours) {
      core.respond(transaction, 491);
      return;
    }
    const refusal = contentRefusal(request);
    if (refusal !== undefined) {
      core.respond(transaction, refusal.status, { headers: refusal.headers });
      return;
    }
    const timer = this.hooks.timerAnswer(transaction);
    if (timer === undefined) return;
    const sdp = request.body.toString("utf8");
    if (method === "UPDATE" && sdp === "") {
      core.dialog = withTarget(core.dialog, request);
      core.respond(transaction, 200, { headers: [...core.contactHeaders(), ...timer] });
      return;
    }
    this.theirs = transaction;
    const settle = (): boolean => {
      if (this.theirs !== transaction || core.ended !== undefined) return false;
      this.theirs = undefined;
      return true;
    };
    this.hooks.offered({
      method,
      ...(sdp === "" ? {} : { sdp }),
      accept: (answer) => {
        if (!settle()) return;
        core.dialog = withTarget(core.dialog, request);
        this.localSdp = answer;
        if (sdp !== "") this.remoteSdp = sdp;
        const response = makeResponse(request, 200, {
          toTag: core.dialog.localTag,
          headers: [...core.contactHeaders(), ...timer],
          body: answer,
        });
        if (method === "INVITE") this.respondUntilAck(transaction, response, () => {});
        else transaction.respond(response);
      },
      refuse: (status = 488) => {
        if (settle()) core.respond(transaction, status);
      },
    });
  }

  /**
   * Who changes the session has had our 2xx, even when its ACK got lost: nothing is repeated any more. Only an answer to
   * an offer of ours must still come.
   */
  private takeAsAcknowledged(before: number): void {
    for (const [sequence, { stop, ourOffer }] of this.unacknowledged) {
      if (sequence >= before || ourOffer) continue;
      stop();
      this.unacknowledged.delete(sequence);
      this.hooks.acknowledged(undefined);
    }
  }

  /** The peer took its re-INVITE back. */
  onCancelled(invite: ServerTransaction): void {
    if (this.theirs?.request !== invite.request) return;
    this.theirs = undefined;
    this.core.respond(invite, 487);
  }

  /**
   * Sends a 2xx to an INVITE again and again, doubling from T1 to T2, until its ACK comes, for at most 64 x T1
   * (section 13.3.1.4): over every transport, since another hop may lose.
   *
   * @param lost when no ACK came.
   */
  respondUntilAck(transaction: ServerTransaction, response: SipResponse, lost: () => void): void {
    const { clock, timing } = this.core.context;
    const sequence = transaction.request.envelope.cseq.number;
    let interval = timing.t1;
    let forget = (): void => {};
    const again = (): void => {
      transaction.respond(response);
      interval = Math.min(interval * 2, timing.t2);
      forget = clock.after(interval, again);
    };
    const deadline = clock.after(64 * timing.t1, () => {
      lost();
      this.core.end({ by: "them", cause: "no_ack" });
    });
    this.unacknowledged.set(sequence, {
      stop: () => {
        forget();
        deadline();
      },
      ourOffer: transaction.request.body.length === 0,
    });
    forget = clock.after(interval, again);
    transaction.respond(response);
  }

  onAck(request: ReceivedRequest): void {
    const sequence = request.envelope.cseq.number;
    const waiting = this.unacknowledged.get(sequence);
    if (waiting === undefined) return;
    waiting.stop();
    this.unacknowledged.delete(sequence);
    const sdp = request.body.length > 0 ? request.body.toString("utf8") : undefined;
    if (sdp !== undefined) this.remoteSdp = sdp;
    this.hooks.acknowledged(sdp);
  }
}
