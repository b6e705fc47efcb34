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

/** Descriptions for one leg, made where its media is. `undefined`: there is none to be had. */
export interface LegMedia {
  answer(offer: string): Promise<{ readonly sdp: string } | { readonly failed: "media" | "busy" }>;
  /** @param former our last description of the session, when its media was elsewhere: the next one goes on from it. */
  offer(former?: string): Promise<{ readonly sdp: string } | { readonly failed: "media" | "busy" }>;
  /** @returns false for an answer that cannot be used. */
  accept(answer: string): Promise<boolean>;
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

/** A transfer of which the server says nothing for so long has failed. */
const REFERRAL_MS_MAX = 5_000;

/** An offer that waits for another one, of either side. */
const OFFER_AGAIN_MS = 300;
const OFFER_TRIES_MAX = 10;

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
  private referral: { readonly done: () => void; readonly drop: () => void } | undefined;
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
      call.refuse(made.failed === "media" ? 488 : 503, made.failed === "media" ? {} : { retryAfterS: 5 });
      this.end({ cause: made.failed === "media" ? "media" : "network", status: null, reason: null });
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

  /** A call out has begun. `begin` sends the INVITE with our offer and these handlers. */
  async dial(begin: (sdp: string, leg: OutgoingEvents) => Dialling | undefined): Promise<void> {
    const made = await this.media.offer();
    if (this.done) return;
    if ("failed" in made) {
      this.end({ cause: made.failed === "media" ? "media" : "network", status: null, reason: null });
      return;
    }
    let rung = false;
    this.outgoing = begin(made.sdp, {
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
    const made = await media.offer(session.localSdp);
    if (isOver()) return;
    const answer = "failed" in made ? undefined : await offerAgain(session, made.sdp);
    if (isOver()) return;
    if (answer?.ok === true && (await media.accept(answer.body))) {
      if (!isOver()) events.connected();
      return;
    }
    if (isOver()) return;
    this.end({ cause: "media", status: null, reason: null });
    session.hangUp('SIP;cause=488;text="Not Acceptable Here"');
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
      ended: (end) => this.end(endOf(end)),
    });
  }

  /** RFC 3515, 5589. That it has worked shows when this leg is let go. Nobody is called who is in no call of ours. */
  private referred(referral: IncomingReferral): void {
    const { uri, replaces } = referral.target;
    const target = userOf(uri) ?? (replaces === undefined ? undefined : "");
    if (
      target === undefined ||
      this.referral !== undefined ||
      !this.events.referred(target.slice(0, 100), replaces)
    ) {
      referral.refuse(603);
      return;
    }
    const progress = referral.accept();
    const timer = setTimeout(() => {
      this.referral = undefined;
      progress.report(503);
    }, REFERRAL_MS_MAX);
    timer.unref();
    this.referral = {
      done: () => {
        clearTimeout(timer);
        progress.report(200);
      },
      drop: () => clearTimeout(timer),
    };
  }

  private async acknowledged(sdp: string | undefined): Promise<void> {
    if (this.answerDue && (sdp === undefined || !(await this.media.accept(sdp)))) return this.useless();
    if (!this.done) this.events.connected();
  }

  /** RFC 3960. One that cannot be used is passed over: the answer itself is what counts. */
  private async early(sdp: string): Promise<void> {
    const usable = await this.media.accept(sdp);
    if (!usable || this.done || this.session !== undefined) return;
    this.earlySdp = sdp;
    this.events.early();
  }

  private async answered(sdp: string): Promise<void> {
    // Some networks leave out of the answer what they have said before it.
    if (!(await this.media.accept(sdp === "" ? this.earlySdp : sdp))) return this.useless();
    if (!this.done) this.events.connected();
  }

  /** Connected, and nothing can be heard. */
  private useless(): void {
    if (this.done) return;
    this.session?.hangUp('SIP;cause=488;text="Not Acceptable Here"');
    this.end({ cause: "media", status: null, reason: null });
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
    if ("failed" in made) offer.refuse(made.failed === "media" ? 488 : 500);
    else offer.accept(made.sdp);
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
  readonly address: string | undefined;
  /** Signalling is encrypted, whichever of the ways is taken: keys may be told in it (SDES, RFC 4568 section 7). */
  readonly secret: boolean;
}

export interface OutgoingEvents {
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
