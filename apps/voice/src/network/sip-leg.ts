import {
  type IncomingCall,
  type IncomingReferral,
  type Replaces,
  replacedKey,
  type Session,
  type SessionAnswer,
  type SessionEnd,
  type SessionOffer,
  userOf,
} from "@patchbay/sip";
import { causeOfStatus } from "../calls/end-causes.js";
import type { LegEndCause } from "../calls/steps.js";
import type { SoundTerms } from "./sound-terms.js";

/** Why there is no description. `busy`: no room for it now. */
export type MediaFailure = "media" | "not_encrypted" | "busy";
export type MadeMedia = { readonly sdp: string } | { readonly failed: MediaFailure };

/** Descriptions for one leg, made where its media is. */
export interface LegMedia {
  answer(offer: string): Promise<MadeMedia>;
  /**
   * @param way to whoever it is for, when that is another than before.
   * @param former our last description of the session, when its media was elsewhere: the next one goes on from it.
   */
  offer(to?: { readonly way?: CallWay; readonly former?: string }): Promise<MadeMedia>;
  /** `null`: it can be used. */
  accept(answer: string): Promise<MediaFailure | null>;
}

export interface LegEnd {
  readonly cause: LegEndCause;
  /** The network's own words. */
  readonly status: number | null;
  readonly reason: string | null;
}

/** What a leg of the network tells. `ended` once, and nothing after it. */
export interface SipLegEvents {
  readonly ringing: () => void;
  /** Called and not answered, and sound may come: the network's own ringing, or words. */
  readonly early: () => void;
  readonly connected: () => void;
  readonly key: (key: string) => void;
  /**
   * It wants its call to go to this number (REFER), or to whoever is in the other call that it names (Replaces).
   * @returns false: there is no such call here.
   */
  readonly referred: (target: string, replaces: Replaces | undefined) => boolean;
  readonly ended: (end: LegEnd) => void;
}

/** A transfer of which the server says nothing for so long is refused; well within the 32 s of timer F (RFC 3261 17.1.2.2). */
const REFERRAL_MS_MAX = 5_000;

/** A phone that hangs up so soon after a refusal has done it for that reason (baresip 1.0 does). */
const REFUSAL_FELT_MS = 3_000;

/** An offer that waits for another one, of either side. */
const OFFER_AGAIN_MS = 300;
const OFFER_TRIES_MAX = 10;

/** RFC 3326: what is said of a call that is up and cannot be heard. */
const NOT_ACCEPTABLE = 'SIP;cause=488;text="Not Acceptable Here"';

const over = { cause: "hung_up", status: null, reason: null } as const;

/** One leg to the telephone network, whichever side called. */
export class SipLeg {
  private session: Session | undefined;
  private outgoing: Dialling | undefined;
  private incoming: IncomingCall | undefined;
  private done = false;
  private moving: Promise<void> = Promise.resolve();
  /** Our offer in a 2xx waits for the answer in its ACK. */
  private answerDue = false;
  /** A transfer that it asked for and of which nothing is decided. */
  private referral: Record<"done" | "refuse" | "drop", () => void> | undefined;
  /** When a transfer was refused last, ms of a clock that only goes on. */
  private refusedAt = Number.NEGATIVE_INFINITY;
  /** The description that came before the answer. */
  private earlySdp = "";

  constructor(
    private media: LegMedia,
    private events: SipLegEvents,
  ) {}

  /** Answers a call that came in: 180, then 200 as soon as there is media. */
  async answer(call: IncomingCall): Promise<void> {
    this.incoming = call;
    call.ring();
    const made = call.sdp === undefined ? await this.media.offer() : await this.media.answer(call.sdp);
    if (this.done) return;
    if ("failed" in made) {
      if (made.failed === "busy") call.refuse(503, { retryAfterS: 5 });
      else call.refuse(488);
      this.fail(made.failed);
      return;
    }
    this.answerDue = call.sdp === undefined;
    const session = call.answer(made.sdp);
    // The caller has given up meanwhile, which is told by `cancelled`.
    if (session === undefined) return;
    let told = false;
    this.own(session, (sdp) => {
      if (told) return;
      told = true;
      void this.acknowledged(sdp);
    });
  }

  /** The caller gave up before it was answered. */
  cancelled(): void {
    this.end(over);
  }

  /** A call out has begun. `begin` sends INVITEs with our offers, one for each way that it tries, and these handlers. */
  dial(begin: (offer: OfferFor, leg: OutgoingEvents) => Dialling | undefined): void {
    let rung = false;
    const offer: OfferFor = (way) => this.media.offer({ way });
    this.outgoing = begin(offer, {
      ringing: () => {
        if (rung || this.done) return;
        rung = true;
        this.events.ringing();
      },
      early: (sdp) => void this.early(sdp),
      answered: (session, sdp) => {
        if (this.done) {
          session.hangUp();
          return;
        }
        this.own(session, () => {});
        void this.answered(sdp);
      },
      unoffered: (failure) => this.fail(failure),
      failed: (status, reason, code) => {
        const cause = code === "timeout" || status === null ? "network" : causeOfStatus(status);
        this.end({ cause, status, reason });
      },
    });
    if (this.outgoing === undefined) this.end({ cause: "network", status: null, reason: null });
  }

  /**
   * It is a leg of another call from now on: its sound goes to these sockets (a re-INVITE), and `events` hears of it.
   * `connected` when it is there; a line whose far end will not have it is hung up, and has ended.
   */
  moveTo(media: LegMedia, events: SipLegEvents): Promise<void> {
    this.media = media;
    this.events = events;
    // One change of the session after the other: a line that comes back may still be on its way there.
    this.moving = this.moving.then(() => this.move(media, events));
    return this.moving;
  }

  private async move(media: LegMedia, events: SipLegEvents): Promise<void> {
    const { session } = this;
    const isOver = (): boolean => this.done || this.media !== media;
    if (session === undefined) {
      if (!isOver()) this.end({ cause: "lost", status: null, reason: null });
      return;
    }
    if (isOver()) return;
    const made = await media.offer({ former: session.localSdp });
    if (isOver()) return;
    const answer = "failed" in made ? undefined : await offerAgain(session, made.sdp);
    if (isOver()) return;
    const unusable = answer?.ok === true ? await media.accept(answer.body) : "media";
    if (isOver()) return;
    if (unusable === null) {
      events.connected();
      return;
    }
    this.fail(unusable);
    session.hangUp(NOT_ACCEPTABLE);
  }

  /** Whether this is the dialog that a Replaces names, as whoever receives it has it (RFC 3891). */
  isReplacedBy(replaces: Replaces): boolean {
    return !this.done && this.session?.dialogKey === replacedKey(replaces);
  }

  /** Keys by signalling (INFO), a second of pause for each comma. @returns false when it is not connected. */
  sendKeys(keys: string): boolean {
    const { session } = this;
    if (session === undefined || this.done) return false;
    void (async () => {
      for (const key of keys) {
        if (key === ",") await new Promise((resolve) => setTimeout(resolve, 1_000));
        else await session.infoDigit(key);
      }
    })();
    return true;
  }

  /** Ends it in whatever way it can be ended now. Nothing is told: who asks for it knows. */
  hangUp(): void {
    if (this.done) return;
    this.done = true;
    this.referral?.done();
    if (this.session !== undefined) this.session.hangUp();
    else if (this.outgoing !== undefined) this.outgoing.cancel();
    else this.incoming?.refuse(480);
  }

  private own(session: Session, acknowledged: (sdp: string | undefined) => void): void {
    this.session = session;
    session.handle({
      acknowledged,
      offered: (offer) => void this.offered(offer),
      info: ({ digit }) => {
        if (digit !== undefined) this.events.key(digit);
      },
      referred: (referral) => this.referred(referral),
      ended: (end) => this.end(this.afterRefusal(endOf(end))),
    });
  }

  /** What it asked for cannot be. @returns false: it has asked for nothing, or was answered already */
  refuseReferral(): boolean {
    const { referral } = this;
    referral?.refuse();
    return referral !== undefined;
  }

  /**
   * RFC 3515, 5589. Answered when it is decided: phones that got a 202 hang up whatever is told them later, and the customer
   * would be gone. That it has worked shows when this leg is let go. Nobody is called who is in no call of ours.
   */
  private referred(referral: IncomingReferral): void {
    const { uri, replaces } = referral.target;
    const target = userOf(uri) ?? (replaces === undefined ? undefined : "");
    if (target === undefined || this.referral !== undefined) {
      this.refusedAt = performance.now();
      referral.refuse(603);
      return;
    }
    const settled = (): void => {
      clearTimeout(timer);
      this.referral = undefined;
    };
    const refuse = (status: number): void => {
      settled();
      this.refusedAt = performance.now();
      referral.refuse(status);
    };
    const timer = setTimeout(() => refuse(503), REFERRAL_MS_MAX);
    timer.unref();
    this.referral = {
      done: () => {
        settled();
        referral.accept().report(200);
      },
      refuse: () => refuse(603),
      drop: settled,
    };
    if (!this.events.referred(target.slice(0, 100), replaces)) this.referral.refuse();
  }

  /** Whoever wanted to give a customer away, and hears that it cannot be, has not ended the call by hanging up. */
  private afterRefusal(end: LegEnd): LegEnd {
    const isFelt = end.cause === "hung_up" && performance.now() - this.refusedAt < REFUSAL_FELT_MS;
    return isFelt ? { ...end, cause: "transfer_refused" } : end;
  }

  private async acknowledged(sdp: string | undefined): Promise<void> {
    const unusable = !this.answerDue ? null : sdp === undefined ? "media" : await this.media.accept(sdp);
    if (unusable !== null) return this.useless(unusable);
    if (!this.done) this.events.connected();
  }

  /** RFC 3960. One that cannot be used is passed over: the answer itself is what counts. */
  private async early(sdp: string): Promise<void> {
    const unusable = await this.media.accept(sdp);
    if (unusable !== null || this.done || this.session !== undefined) return;
    this.earlySdp = sdp;
    this.events.early();
  }

  private async answered(sdp: string): Promise<void> {
    // Some networks leave out of the answer what they have said before it.
    const unusable = await this.media.accept(sdp === "" ? this.earlySdp : sdp);
    if (unusable !== null) return this.useless(unusable);
    if (!this.done) this.events.connected();
  }

  /** Connected, and nothing can be heard. */
  private useless(failure: MediaFailure): void {
    if (this.done) return;
    // First, for the session tells of its end at once.
    this.fail(failure);
    this.session?.hangUp(NOT_ACCEPTABLE);
  }

  /** A change of the session: hold, another address, a refresh. */
  private async offered(offer: SessionOffer): Promise<void> {
    if (offer.sdp === undefined) {
      const made = await this.media.offer();
      if ("failed" in made) return offer.refuse(500);
      let waiting = true;
      this.session?.handle({
        acknowledged: (sdp) => {
          if (!waiting || sdp === undefined) return;
          waiting = false;
          void this.media.accept(sdp);
        },
      });
      return offer.accept(made.sdp);
    }
    const made = await this.media.answer(offer.sdp);
    if ("failed" in made) offer.refuse(made.failed === "busy" ? 500 : 488);
    else offer.accept(made.sdp);
  }

  private fail(failure: MediaFailure): void {
    this.end({ cause: failure === "busy" ? "network" : failure, status: null, reason: null });
  }

  private end(end: LegEnd): void {
    if (this.done) return;
    this.done = true;
    this.referral?.drop();
    this.events.ended(end);
  }
}

/** A call out that is under way: one INVITE, or several, one after the other or at once. */
export interface Dialling {
  /** Takes it back. @param reason a Reason header (RFC 3326) */
  cancel(reason?: string): void;
}

/** How a call gets to whoever is called. */
export interface CallWay {
  /** `undefined`: not known yet. */
  readonly address: string | undefined;
  readonly terms: SoundTerms;
}

/** Our description for one way; for the next way it is asked for another. */
export type OfferFor = (way: CallWay) => Promise<MadeMedia>;

export interface OutgoingEvents {
  /** No description could be made: nobody was called. */
  readonly unoffered: (failure: MediaFailure) => void;
  readonly ringing: () => void;
  readonly early: (sdp: string) => void;
  readonly answered: (session: Session, sdp: string) => void;
  readonly failed: (status: number | null, reason: string | null, code: string) => void;
}

/** Where the far end changes the session at this moment itself, a little later. */
async function offerAgain(session: Session, sdp: string): Promise<SessionAnswer> {
  for (let tries = 1; ; tries++) {
    const answer = await session.reinvite(sdp);
    if (answer.ok || answer.code !== "pending" || tries === OFFER_TRIES_MAX) return answer;
    await new Promise((resolve) => setTimeout(resolve, OFFER_AGAIN_MS));
  }
}

function endOf({ cause, reason }: SessionEnd): LegEnd {
  const words = reason === undefined ? null : reason.slice(0, 200);
  const lost = cause === "no_ack" || cause === "session_expired" || cause === "peer_lost";
  return { cause: lost ? "lost" : "hung_up", status: null, reason: words };
}
