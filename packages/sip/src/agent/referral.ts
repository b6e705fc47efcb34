import {
  type ReferTarget,
  type RequestParts,
  readReferTo,
  readSipfrag,
  readSubscriptionState,
  sipfrag,
} from "../dialog/index.js";
import { type ReceivedRequest, reasonFor } from "../message/index.js";
import type { ServerTransaction } from "../transaction/index.js";
import type { SessionAnswer, SessionCore } from "./session-core.js";
import { answerOf } from "./session-core.js";

/** How long we tell about a transfer, seconds: an unanswered call rings no longer. */
const subscriptionS = 180;

/** The peer asks us to call somebody (RFC 3515): to be accepted or refused, once. */
export interface IncomingReferral {
  readonly target: ReferTarget;
  /** Referred-By (RFC 3892) as it came. */
  readonly referredBy?: string;
  /** 202, and NOTIFY of 100. The result tells how it goes on. */
  accept(): ReferralProgress;
  /** Default 603. */
  refuse(status?: number): void;
}

/** Tells who referred how the new call gets on. A final status ends it. */
export interface ReferralProgress {
  report(status: number, reason?: string): void;
}

/** How a transfer that we asked for gets on. */
export interface ReferralWatch {
  /** The peer told a status of its new call; one from 200 on is the last. */
  readonly onProgress?: (status: number, reason: string) => void;
  /** No more will be told: the last status, if there was any. */
  readonly onOver?: (last: number | undefined) => void;
}

interface Watched extends ReferralWatch {
  last: number | undefined;
  forget: () => void;
}

/** REFER and its NOTIFYs, both ways, within one session. */
export class Referrals {
  private readonly watched = new Map<number, Watched>();

  constructor(
    private readonly core: SessionCore,
    private readonly hooks: { readonly referred: (referral: IncomingReferral) => void },
  ) {
    core.onEnd(() => {
      for (const sequence of [...this.watched.keys()]) this.over(sequence);
    });
  }

  /** Asks the peer to call `referTo`. Resolves with its answer to the request; `watch` hears how it goes on. */
  refer(referTo: string, watch: ReferralWatch): Promise<SessionAnswer> {
    const { core } = this;
    return new Promise((resolve) => {
      if (core.ended !== undefined) {
        resolve({ ok: false, code: "over" });
        return;
      }
      const expected = core.dialog.localSequence + 1;
      // A NOTIFY may overtake the 202.
      this.watch(expected, watch);
      const parts = (): RequestParts => ({
        headers: [["refer-to", referTo], ["referred-by", core.dialog.localAddress], ...core.contactHeaders()],
      });
      core.send("REFER", parts, (end, sequence) => {
        const answer = answerOf(end);
        const watched = this.watched.get(expected);
        if (watched !== undefined && sequence !== expected) {
          this.watched.delete(expected);
          this.watched.set(sequence, watched);
        }
        if (!answer.ok) this.over(sequence);
        resolve(answer);
      });
    });
  }

  private watch(sequence: number, watch: ReferralWatch): void {
    const forget = this.core.context.clock.after(subscriptionS * 1_000, () => this.over(sequence));
    this.watched.set(sequence, { ...watch, last: undefined, forget });
  }

  private over(sequence: number): void {
    const watched = this.watched.get(sequence);
    if (watched === undefined) return;
    this.watched.delete(sequence);
    watched.forget();
    watched.onOver?.(watched.last);
  }

  /** A NOTIFY within the dialog. Its `id` is the CSeq of the REFER; absent, the only one is meant (RFC 3515 2.4.6). */
  onNotify(transaction: ServerTransaction): void {
    const { core } = this;
    const { request } = transaction;
    const [event = "", ...params] = (request.headers.get("event") ?? "")
      .split(";")
      .map((part) => part.trim());
    const id = params.find((param) => param.startsWith("id="))?.slice(3);
    const sequence = id === undefined ? [...this.watched.keys()][0] : Number(id);
    const watched = sequence === undefined ? undefined : this.watched.get(sequence);
    if (event.toLowerCase() !== "refer") {
      core.respond(transaction, 489, { headers: [["allow-events", "refer"]] });
      return;
    }
    if (sequence === undefined || watched === undefined) {
      core.respond(transaction, 481);
      return;
    }
    core.respond(transaction, 200);
    const told = readSipfrag(request.body);
    if (told !== undefined) {
      watched.last = told.status;
      watched.onProgress?.(told.status, told.reason);
    }
    if (readSubscriptionState(request).terminated || (told?.status ?? 0) >= 200) this.over(sequence);
  }

  /** A REFER within the dialog. */
  onRefer(transaction: ServerTransaction): void {
    const { core } = this;
    const { request } = transaction;
    const target = readReferTo(request);
    if (target === undefined) {
      core.respond(transaction, 400);
      return;
    }
    let settled = false;
    const referredBy = request.headers.get("referred-by");
    this.hooks.referred({
      target,
      ...(referredBy === undefined ? {} : { referredBy }),
      accept: () => {
        if (settled) return { report: () => {} };
        settled = true;
        core.respond(transaction, 202, { headers: core.contactHeaders() });
        return this.progressOf(request);
      },
      refuse: (status = 603) => {
        if (settled) return;
        settled = true;
        core.respond(transaction, status);
      },
    });
  }

  private progressOf(refer: ReceivedRequest): ReferralProgress {
    const { core } = this;
    const until = core.context.clock.now() + subscriptionS * 1_000;
    let over = false;
    const report = (status: number, reason = reasonFor(status)): void => {
      if (over || core.ended !== undefined) return;
      over = status >= 200;
      const leftS = Math.max(0, Math.round((until - core.context.clock.now()) / 1_000));
      const parts = (): RequestParts => ({
        headers: [
          ["event", `refer;id=${refer.envelope.cseq.number}`],
          ["subscription-state", over ? "terminated;reason=noresource" : `active;expires=${leftS}`],
          ...core.contactHeaders(),
        ],
        body: sipfrag(status, reason),
        contentType: "message/sipfrag;version=2.0",
      });
      core.send("NOTIFY", parts, () => {});
    };
    report(100);
    return { report };
  }
}
