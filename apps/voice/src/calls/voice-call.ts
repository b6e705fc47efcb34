import type { LegDial, VoiceEvent, WireCallPicture } from "@patchbay/protocol";
import type { IncomingCall, Replaces } from "@patchbay/sip";
import { type LegMedia, type MediaFailure, SipLeg, type SipLegEvents } from "../network/sip-leg.js";
import type { SoundTerms } from "../network/sound-terms.js";
import type { LegOf, LegShown, Worker } from "../workers/index.js";
import {
  type Actual,
  type Door,
  type LegEndCause,
  type LegStage,
  type Picture,
  type Step,
  stepsOf,
} from "./steps.js";

/** A protective act holds against pictures that were drawn before it; after this the picture is right. */
const PROTECTED_MS = 3_000;

export interface CallDeps {
  /** The worker for it, chosen when it is first needed; `undefined`: none is ready. */
  readonly chooseWorker: () => Worker | undefined;
  readonly tell: (event: VoiceEvent) => void;
  /** Calls somebody. */
  readonly dial: (call: LegDial, leg: SipLeg) => void;
  /** The line of another call's leg, which has it no more from now on; `undefined`: it is not up. */
  readonly fetch: (from: LegOf) => MovedLine | undefined;
  /** Which leg of any call this dialog is, as a Replaces names it; `undefined`: none. */
  readonly legAt: (replaces: Replaces) => LegOf | undefined;
  /** Nobody is in it any more; the server may not know yet. */
  readonly onEmpty: () => void;
  /** The server says that it is over. */
  readonly onOver: () => void;
  readonly log: { info(facts: object, text: string): void; warn(facts: object, text: string): void };
  readonly now: () => number;
}

/** A line on its way from one call to another. */
export interface MovedLine {
  readonly sip: SipLeg;
  readonly peer: string;
  readonly terms: SoundTerms;
}

interface Leg {
  stage: LegStage;
  sip: SipLeg | null;
  /** It sent a description before its answer: sound may come already. */
  early: boolean;
  /** Address of the far end, for the description that it is given. */
  peer: string;
  /** How its sound may be carried, by what was set for its trunk or phone. */
  terms: SoundTerms;
  muted: { readonly value: boolean; readonly until: number } | null;
  /** Hung up by the protective lane, before a picture said so. */
  hungUp: boolean;
}

/** One call: what it is here, and the way to what its picture says. */
export class VoiceCall {
  revision: number | null = null;
  private picture: Picture | null = null;
  private door: Door = "none";
  private invite: { readonly call: IncomingCall; readonly terms: SoundTerms } | null = null;
  private readonly legs = new Map<string, Leg>();
  /** Recordings that were paused by the protective lane, and no picture says so yet. */
  private readonly pausedAtOnce = new Set<string>();
  private chosen: Worker | undefined;
  private over = false;

  constructor(
    readonly interactionId: string,
    private readonly deps: CallDeps,
  ) {}

  get worker(): Worker | undefined {
    this.chosen ??= this.deps.chooseWorker();
    return this.chosen;
  }

  isIn(worker: Worker): boolean {
    return this.chosen === worker;
  }

  /** Somebody is in it, or waits at the door. */
  get isUp(): boolean {
    return this.door === "waiting" || [...this.legs.values()].some(({ stage }) => stage !== "gone");
  }

  /** Somebody calls. */
  arrive(call: IncomingCall, terms: SoundTerms): void {
    this.door = "waiting";
    this.invite = { call, terms };
    call.cancelled(() => {
      const leg = [...this.legs.values()].find(({ stage }) => stage === "answering");
      if (leg?.sip) leg.sip.cancelled();
      else this.leave();
    });
  }

  /** A picture that never came, or one that came too late. */
  refuse(status: number, retryAfterS?: number): void {
    if (this.door !== "waiting") return;
    this.invite?.call.refuse(status, retryAfterS === undefined ? {} : { retryAfterS });
    this.leave();
  }

  show({ revision, picture }: WireCallPicture): void {
    if (this.revision !== null && revision < this.revision) return;
    const steps = stepsOf(picture, this.actual());
    this.revision = revision;
    this.picture = picture;
    for (const { recordingId, paused } of picture?.recordings ?? [])
      if (paused) this.pausedAtOnce.delete(recordingId);
    for (const step of steps) this.take(step);
  }

  /** The stage of a leg that a desk's phone wants to be. */
  stageOf(legId: string): LegStage | undefined {
    return this.legs.get(legId)?.stage;
  }

  mute(legId: string, value: boolean): boolean {
    const leg = this.legs.get(legId);
    if (leg === undefined || leg.stage === "gone") return false;
    leg.muted = { value, until: this.deps.now() + PROTECTED_MS };
    this.mix();
    return true;
  }

  /** At once. */
  pauseRecording(recordingId: string): boolean {
    if (!this.picture?.recordings.some((recording) => recording.recordingId === recordingId)) return false;
    this.pausedAtOnce.add(recordingId);
    this.mix();
    setTimeout(() => {
      if (this.pausedAtOnce.delete(recordingId)) this.mix();
    }, PROTECTED_MS);
    return true;
  }

  /** At once. Told as an end only when no picture agrees with it: who asked for it has told the center as well. */
  hangUpNow(legId: string): boolean {
    const leg = this.legs.get(legId);
    if (leg === undefined || leg.stage === "gone") return false;
    if (leg.hungUp) return true;
    leg.hungUp = true;
    leg.sip?.hangUp();
    this.mix();
    setTimeout(() => {
      if (leg.stage !== "gone") this.gone(legId, { cause: "hung_up", status: null, reason: null });
    }, PROTECTED_MS);
    return true;
  }

  /** @returns false: no transfer that it asked for is undecided */
  refuseReferral(legId: string): boolean {
    return this.legs.get(legId)?.sip?.refuseReferral() === true;
  }

  /** A key into the far end of a leg, when its media cannot carry it. */
  sipLegOf(legId: string): SipLeg | null {
    return this.legs.get(legId)?.sip ?? null;
  }

  /** The leg whose dialog this is. */
  legAt(replaces: Replaces): LegOf | undefined {
    for (const [legId, { sip, stage }] of this.legs)
      if (stage === "up" && sip?.isReplacedBy(replaces)) return { interactionId: this.interactionId, legId };
    return undefined;
  }

  /** A line that is one of another call from now on: over here, and nothing is told of it. */
  giveUp(legId: string): MovedLine | undefined {
    const leg = this.legs.get(legId);
    if (leg?.sip == null || (leg.stage !== "up" && leg.stage !== "moving") || leg.hungUp) return undefined;
    const { sip, peer, terms } = leg;
    leg.stage = "gone";
    leg.sip = null;
    this.mix();
    if (!this.isUp) this.deps.onEmpty();
    return { sip, peer, terms };
  }

  /** Its worker has ended, and its sound with it: every leg is over. */
  lose(): void {
    this.refuse(503, 5);
    this.endAll("lost");
  }

  /** Nobody leads it any more. */
  endAll(cause: LegEndCause): void {
    this.refuse(480);
    for (const [legId, leg] of this.legs) {
      if (leg.stage === "gone") continue;
      leg.sip?.hangUp();
      this.gone(legId, { cause, status: null, reason: null });
    }
  }

  private actual(): Actual {
    const legs = new Map([...this.legs].map(([legId, { stage }]) => [legId, stage] as const));
    return { door: this.door, legs, shownBefore: this.revision !== null };
  }

  private take(step: Step): void {
    switch (step.do) {
      case "answer":
        this.answer(step.legId);
        return;
      case "dial":
        this.dial(step.legId, step);
        return;
      case "move":
        this.move(step.legId, step.from);
        return;
      case "expect":
        this.legs.set(step.legId, newLeg("expected"));
        return;
      case "hang_up": {
        const leg = this.legs.get(step.legId);
        leg?.sip?.hangUp();
        if (leg !== undefined) leg.stage = "gone";
        return;
      }
      case "refuse":
        this.refuse(step.status);
        return;
      case "tell_gone":
        this.legs.set(step.legId, newLeg("expected"));
        this.gone(step.legId, { cause: step.cause, status: null, reason: null });
        return;
      case "mix":
        this.mix();
        return;
      case "forget":
        this.over = true;
        this.worker?.send({ t: "close", interactionId: this.interactionId });
        this.deps.onOver();
        return;
    }
  }

  private answer(legId: string): void {
    const { invite } = this;
    if (invite === null) return;
    this.door = "none";
    const leg = this.sipLeg(legId, "answering");
    leg.peer = invite.call.source.address;
    leg.terms = invite.terms;
    void leg.sip?.answer(invite.call);
  }

  private dial(legId: string, call: LegDial): void {
    const { sip } = this.sipLeg(legId, "dialing");
    if (sip !== null) this.deps.dial(call, sip);
  }

  /** Its sound is made anew in this call's worker, whichever its former one had (a re-INVITE). */
  private move(legId: string, from: LegOf): void {
    const moved = this.deps.fetch(from);
    if (moved === undefined) {
      this.legs.set(legId, newLeg("expected"));
      this.gone(legId, { cause: "lost", status: null, reason: null });
      return;
    }
    const { interactionId } = this;
    const leg = { ...newLeg("moving"), ...moved };
    this.legs.set(legId, leg);
    void moved.sip.moveTo(this.mediaOf({ interactionId, legId }, leg), this.eventsOf(legId, leg));
  }

  private sipLeg(legId: string, stage: LegStage): Leg {
    const { interactionId } = this;
    const leg = newLeg(stage);
    leg.sip = new SipLeg(this.mediaOf({ interactionId, legId }, leg), this.eventsOf(legId, leg));
    this.legs.set(legId, leg);
    return leg;
  }

  private eventsOf(legId: string, leg: Leg): SipLegEvents {
    const { interactionId, deps } = this;
    return {
      ringing: () => deps.tell({ type: "leg.ringing", interactionId, legId }),
      early: () => {
        leg.early = true;
        this.mix();
      },
      connected: () => {
        if (leg.stage === "gone") return;
        leg.stage = "up";
        deps.tell({ type: "leg.connected", interactionId, legId });
        this.mix();
      },
      key: (key) => this.worker?.send({ t: "key", interactionId, legId, key }),
      referred: (target, replaces) => {
        const other = replaces === undefined ? undefined : deps.legAt(replaces);
        if (replaces !== undefined && other === undefined) return false;
        deps.tell({ type: "leg.referred", interactionId, legId, target, ...(other && { other }) });
        return true;
      },
      ended: (end) => {
        if (!leg.hungUp) this.gone(legId, end);
      },
    };
  }

  private mediaOf(of: LegOf, leg: Leg): LegMedia {
    const { worker } = this;
    const failureOf = (code = "worker_lost"): MediaFailure =>
      code === "media" || code === "not_encrypted" ? code : "busy";
    return {
      answer: async (sdp) => {
        const outcome = await worker?.ask("sip.answer", { ...of, sdp, peer: leg.peer, terms: leg.terms });
        return outcome?.ok === true ? outcome.result : { failed: failureOf(outcome?.code) };
      },
      offer: async ({ way, former } = {}) => {
        leg.peer = way?.address ?? leg.peer;
        leg.terms = way?.terms ?? leg.terms;
        const { peer, terms } = leg;
        const asked = { ...of, peer, terms, ...(former !== undefined && { former }) };
        const outcome = await worker?.ask("sip.offer", asked);
        return outcome?.ok === true ? outcome.result : { failed: failureOf(outcome?.code) };
      },
      accept: async (sdp) => {
        const outcome = await worker?.ask("sip.accept", { ...of, sdp });
        if (outcome?.ok === true) return null;
        // Whatever else has gone wrong with an answer, the call cannot be heard.
        return outcome?.code === "not_encrypted" ? "not_encrypted" : "media";
      },
    };
  }

  private gone(
    legId: string,
    end: { cause: LegEndCause; status: number | null; reason: string | null },
  ): void {
    const leg = this.legs.get(legId);
    if (leg === undefined || leg.stage === "gone" || this.over) return;
    leg.stage = "gone";
    const { cause, status, reason } = end;
    this.deps.tell({ type: "leg.gone", interactionId: this.interactionId, legId, cause, status, reason });
    this.mix();
    if (!this.isUp) this.deps.onEmpty();
  }

  private leave(): void {
    this.door = "left";
    this.invite = null;
    if (!this.isUp) this.deps.onEmpty();
    this.deps.log.info({ interactionId: this.interactionId }, "a call left before it was answered");
  }

  /** Tells the worker who is in the call and what is played to whom. */
  private mix(): void {
    const { interactionId } = this;
    const picture = this.picture;
    if (picture === null || this.over || !this.isUp) return;
    const legs = picture.legs.flatMap(({ legId, role, agentId, muted, circle, beside }): LegShown[] => {
      const leg = this.legs.get(legId);
      if (leg === undefined || leg.stage === "gone" || leg.hungUp) return [];
      const live = leg.stage === "up" || leg.stage === "expected";
      const now = leg.muted !== null && leg.muted.until > this.deps.now() ? leg.muted.value : muted;
      const early = leg.early && leg.stage === "dialing";
      return [{ legId, role, agentId, live, early, muted: now, circle, beside }];
    });
    const { plays, secrets } = picture;
    const recordings = picture.recordings.map((recording) =>
      this.pausedAtOnce.has(recording.recordingId) ? { ...recording, paused: true } : recording,
    );
    this.worker?.send({
      t: "show",
      call: { interactionId, legs, plays, recordings, ...(secrets !== undefined && { secrets }) },
    });
  }
}

function newLeg(stage: LegStage): Leg {
  const terms: SoundTerms = { codecs: ["PCMU", "PCMA"], encryption: "off" };
  return { stage, sip: null, early: false, peer: "127.0.0.1", terms, muted: null, hungUp: false };
}
