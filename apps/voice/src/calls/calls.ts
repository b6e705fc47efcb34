import { randomBytes, randomUUID } from "node:crypto";
import type {
  VoiceErrorCode,
  VoiceEvent,
  VoiceReport,
  VoiceRequest,
  WireCallPicture,
} from "@patchbay/protocol";
import type { IncomingCall } from "@patchbay/sip";
import type { RequestOutcome } from "../attachment/index.js";
import type { Arrival } from "../network/doorkeeper.js";
import type { SipEdge } from "../network/sip-edge.js";
import type { LegOf, Supervisor, Worker, WorkerFailure } from "../workers/index.js";
import { Undecided } from "./undecided.js";
import { VoiceCall } from "./voice-call.js";

/** A caller hears ringing no longer than this without a picture. */
const PICTURE_WITHIN_MS = 10_000;
/** A call that is over here and that the server still believes in is remembered for so long. */
const REMEMBERED_MS = 10 * 60_000;
/** Calls go on without a server for so long. */
const WITHOUT_SERVER_MS = 120_000;
/** The last words are not waited for longer than this. */
const LAST_WORDS_MS_MAX = 15_000;
const LAST_WORDS = "technical-problem";
/** Callers who are turned away are told of in the log no more often than this. */
const TOLD_EVERY_MS = 1_000;
/** Ended calls whose late pictures are known for what they are. */
const ENDED_KEPT_MAX = 2_000;

export interface CallsDeps {
  readonly workers: Pick<Supervisor, "least" | "setAttached">;
  readonly network: Pick<SipEdge, "invite" | "setOpen">;
  readonly tell: (event: VoiceEvent) => void;
  readonly report: (report: VoiceReport) => void;
  /** The last call is over. */
  readonly onEmpty: () => void;
  readonly log: { info(facts: object, text: string): void; warn(facts: object, text: string): void };
  readonly withoutServerMs?: number;
}

/** What is asked of calls and phones; the rest is the network's. */
type CallRequest = Exclude<VoiceRequest, { readonly name: `network.${string}` }>;

/** A desk's connection, or that of a customer's app. */
interface Phone {
  readonly worker: Worker;
  /** `null`: an app's. */
  readonly agentId: string | null;
  /** `null`: the echo test. */
  readonly interactionId: string | null;
}

/** All calls of this process, and the phones of desks. */
export class Calls {
  private readonly calls = new Map<string, VoiceCall>();
  /** Revision of the last picture of calls that are over. */
  private readonly ended = new Map<string, number>();
  private readonly remembered = new Map<string, NodeJS.Timeout>();
  private readonly phones = new Map<string, Phone>();
  private readonly undecided = new Undecided();
  private turnedAway = { toldAt: Number.NEGATIVE_INFINITY, since: 0 };
  private attached = false;
  private closing = false;
  private givingUp: NodeJS.Timeout | undefined;
  private readonly lastWordsOf = new Map<string, () => void>();

  constructor(private readonly deps: CallsDeps) {
    this.waitForServer();
  }

  /** Calls that are up, with the revision of their last picture; 0: it is yet to come. */
  list(): { interactionId: string; revision: number }[] {
    return [...this.calls.values()].flatMap(({ interactionId, revision, isUp }) =>
      isUp ? [{ interactionId, revision: revision ?? 0 }] : [],
    );
  }

  get anyUp(): boolean {
    return [...this.calls.values()].some(({ isUp }) => isUp);
  }

  arrived(invite: IncomingCall, arrival: Arrival): void {
    const now = performance.now();
    if (this.undecided.isBehind(now)) {
      invite.refuse(503, { retryAfterS: 5 });
      arrival.release();
      this.tellTurnedAway(now);
      return;
    }
    const interactionId = randomUUID();
    const call = this.newCall(interactionId, arrival.release);
    if (call.worker === undefined || !this.attached || this.closing) {
      invite.refuse(503, { retryAfterS: 5 });
      arrival.release();
      this.drop(call);
      return;
    }
    this.undecided.begin(interactionId, now);
    call.arrive(invite, arrival.terms);
    this.deps.log.info({ interactionId, source: arrival.source }, "a call arrives");
    const { release: _, terms: __, ...told } = arrival;
    this.deps.tell({ type: "call.arrived", interactionId, ...told });
    setTimeout(() => {
      if (call.revision === null) call.refuse(480);
    }, PICTURE_WITHIN_MS).unref();
  }

  show(shown: WireCallPicture): void {
    const { interactionId, revision, picture } = shown;
    const before = this.ended.get(interactionId);
    this.undecided.end(interactionId);
    if (before !== undefined && revision <= before) return;
    const known = this.calls.get(interactionId);
    if (known === undefined && picture === null) return;
    (known ?? this.newCall(interactionId, () => undefined)).show(shown);
  }

  setAttached(attached: boolean): void {
    this.attached = attached;
    this.deps.workers.setAttached(attached);
    this.deps.network.setOpen(attached && !this.closing);
    clearTimeout(this.givingUp);
    if (!attached) this.waitForServer();
  }

  /** No new calls; those that are go on. */
  drain(): void {
    this.closing = true;
    this.deps.network.setOpen(false);
    if (!this.anyUp) this.deps.onEmpty();
  }

  /** The center stops for good: a word to everybody, then the end of every call. */
  async endAll(): Promise<void> {
    this.closing = true;
    this.deps.network.setOpen(false);
    await Promise.all([...this.calls.values()].map((call) => this.sayAndEnd(call)));
    this.deps.onEmpty();
  }

  /** A phone that has closed by itself is nobody's any more. */
  reported(report: VoiceReport): void {
    if (report.type === "phone" && report.state === "closed") this.phones.delete(report.phoneId);
  }

  said(interactionId: string): void {
    this.lastWordsOf.get(interactionId)?.();
  }

  /** What was in a worker that has ended is over; the others go on. */
  workerLost(worker: Worker): void {
    for (const call of [...this.calls.values()]) if (call.isIn(worker)) call.lose();
    for (const [phoneId, phone] of this.phones) {
      if (phone.worker !== worker) continue;
      this.phones.delete(phoneId);
      const { agentId, interactionId } = phone;
      const closed = { phoneId, state: "closed", level: 0, packetsReceived: 0 } as const;
      if (interactionId === null && agentId !== null) this.deps.report({ type: "phone", agentId, ...closed });
    }
  }

  async request(request: CallRequest): Promise<RequestOutcome> {
    switch (request.name) {
      case "phone.connect":
        return this.connectPhone(request);
      case "app.offer":
        return this.offerApp(request.leg);
      case "app.answer": {
        const { phoneId, answer } = request;
        const phone = this.phones.get(phoneId);
        if (phone === undefined) return failed("not_suitable_state", "no such phone");
        const outcome = await phone.worker.ask("app.accept", { phoneId, sdp: answer });
        return outcome.ok ? done : failed(codeOf(outcome.code), outcome.detail);
      }
      case "phone.candidate": {
        const { phoneId, candidate, mid } = request;
        const phone = this.phones.get(phoneId);
        if (phone === undefined) return failed("not_suitable_state", "no such phone");
        phone.worker.send({ t: "candidate", phoneId, candidate, mid });
        return done;
      }
      case "phone.disconnect": {
        const { phoneId } = request;
        this.phones.get(phoneId)?.worker.send({ t: "disconnect", phoneId });
        this.phones.delete(phoneId);
        return done;
      }
      case "leg.keys":
        return this.sendKeys(request.interactionId, request.legId, request.keys);
      case "leg.mute":
        return this.onLeg(request.interactionId, (call) => call.mute(request.legId, request.muted));
      case "recording.pause":
        return this.onLeg(request.interactionId, (call) => call.pauseRecording(request.recordingId));
      case "leg.refuse_referral":
        return this.onLeg(request.interactionId, (call) => call.refuseReferral(request.legId));
      case "leg.hang_up":
        return this.onLeg(request.interactionId, (call) => call.hangUpNow(request.legId));
    }
  }

  private onLeg(interactionId: string, act: (call: VoiceCall) => boolean): RequestOutcome {
    const call = this.calls.get(interactionId);
    if (call === undefined) return failed("no_interaction", "no such call");
    return act(call) ? done : failed("not_suitable_state", "no such leg");
  }

  private async connectPhone(
    request: Extract<VoiceRequest, { name: "phone.connect" }>,
  ): Promise<RequestOutcome> {
    const { leg, agentId, offer } = request;
    const call = leg === null ? undefined : this.calls.get(leg.interactionId);
    if (leg !== null && call === undefined) return failed("no_interaction", "no such call");
    if (leg !== null && call?.stageOf(leg.legId) !== "expected")
      return failed("not_suitable_state", "the call has no such leg for a phone");
    const worker = call === undefined ? this.leastBusy() : call.worker;
    if (worker === undefined) return failed("worker_lost", "no media worker is ready");
    const phoneId = randomBytes(12).toString("base64url");
    const outcome = await worker.ask("phone.connect", { phoneId, leg, agentId, offer });
    if (!outcome.ok) return failed(codeOf(outcome.code), outcome.detail);
    this.phones.set(phoneId, { worker, agentId, interactionId: leg?.interactionId ?? null });
    return { ok: true, result: { phoneId, answer: outcome.result.sdp } };
  }

  /** What connects to an agent's leg or an app's is the same; here our side begins. */
  private async offerApp(leg: LegOf): Promise<RequestOutcome> {
    const { interactionId } = leg;
    const call = this.calls.get(interactionId);
    if (call === undefined) return failed("no_interaction", "no such call");
    if (call.stageOf(leg.legId) !== "expected")
      return failed("not_suitable_state", "the call has no such leg for an app");
    const { worker } = call;
    if (worker === undefined) return failed("worker_lost", "no media worker is ready");
    const phoneId = randomBytes(12).toString("base64url");
    this.forgetOlderApps(interactionId);
    // Candidates may be told before the offer is: they name the phone.
    this.phones.set(phoneId, { worker, agentId: null, interactionId });
    const outcome = await worker.ask("app.offer", { phoneId, leg });
    if (outcome.ok) return { ok: true, result: { phoneId, offer: outcome.result.sdp } };
    this.phones.delete(phoneId);
    return failed(codeOf(outcome.code), outcome.detail);
  }

  /** The connection of before stays until the new one is answered; those before it lead nowhere. */
  private forgetOlderApps(interactionId: string): void {
    const apps = [...this.phones].filter(
      ([, phone]) => phone.agentId === null && phone.interactionId === interactionId,
    );
    for (const [phoneId] of apps.slice(0, -1)) this.phones.delete(phoneId);
  }

  private async sendKeys(interactionId: string, legId: string, keys: string): Promise<RequestOutcome> {
    const call = this.calls.get(interactionId);
    if (call?.worker === undefined) return failed("no_interaction", "no such call");
    const outcome = await call.worker.ask("leg.keys", { interactionId, legId, keys });
    if (outcome.ok) return done;
    // A far end that takes no events with its media may take them with its signalling.
    if (outcome.code === "media" && call.sipLegOf(legId)?.sendKeys(keys) === true) return done;
    return failed(codeOf(outcome.code), outcome.detail);
  }

  private newCall(interactionId: string, release: () => void): VoiceCall {
    const { deps } = this;
    const call = new VoiceCall(interactionId, {
      chooseWorker: () => this.leastBusy(),
      tell: deps.tell,
      fetch: ({ interactionId: from, legId }) => this.calls.get(from)?.giveUp(legId),
      legAt: (replaces) => {
        for (const other of this.calls.values()) {
          const leg = other.legAt(replaces);
          if (leg !== undefined) return leg;
        }
        return undefined;
      },
      dial: (call, leg) => leg.dial((offer, events) => deps.network.invite(call, offer, events)),
      onEmpty: () => this.emptied(call, release),
      onOver: () => {
        release();
        this.forgetPhones(call);
        this.drop(call);
      },
      log: deps.log,
      now: () => performance.now(),
    });
    this.calls.set(interactionId, call);
    return call;
  }

  /** Over here before the server says so: kept for a while, so that its pictures find what became of it. */
  private emptied(call: VoiceCall, release: () => void): void {
    release();
    this.undecided.end(call.interactionId);
    this.forgetPhones(call);
    call.worker?.send({ t: "close", interactionId: call.interactionId });
    this.remember(call);
    if (this.closing && !this.anyUp) this.deps.onEmpty();
  }

  private remember(call: VoiceCall): void {
    const { interactionId } = call;
    // The server has said first that it is over.
    if (this.calls.get(interactionId) !== call) return;
    clearTimeout(this.remembered.get(interactionId));
    const forget = (): void => {
      // An agent's line may have come back meanwhile.
      if (!call.isUp) this.drop(call);
    };
    this.remembered.set(interactionId, setTimeout(forget, REMEMBERED_MS).unref());
  }

  private drop(call: VoiceCall): void {
    const { interactionId, revision } = call;
    if (this.calls.get(interactionId) !== call) return;
    this.calls.delete(interactionId);
    // A timer that goes on would hold the call with its legs and dialogs as long as it does.
    clearTimeout(this.remembered.get(interactionId));
    this.remembered.delete(interactionId);
    if (revision !== null) this.ended.set(interactionId, revision);
    const [oldest] = this.ended.keys();
    if (this.ended.size > ENDED_KEPT_MAX && oldest !== undefined) this.ended.delete(oldest);
    if (this.closing && !this.anyUp) this.deps.onEmpty();
  }

  /** Once a second at most: a log line for each of thousands would be work as well. */
  private tellTurnedAway(now: number): void {
    this.turnedAway.since += 1;
    if (now - this.turnedAway.toldAt < TOLD_EVERY_MS) return;
    this.deps.log.warn({ calls: this.turnedAway.since }, "the server is behind: callers are turned away");
    this.turnedAway = { toldAt: now, since: 0 };
  }

  private forgetPhones({ interactionId }: VoiceCall): void {
    for (const [phoneId, phone] of this.phones)
      if (phone.interactionId === interactionId) this.phones.delete(phoneId);
  }

  private leastBusy(): Worker | undefined {
    return this.deps.workers.least((worker) => {
      let load = 0;
      for (const call of this.calls.values()) if (call.isIn(worker)) load += 1;
      return load;
    });
  }

  private waitForServer(): void {
    this.givingUp = setTimeout(() => {
      for (const call of this.calls.values()) void this.sayAndEnd(call);
    }, this.deps.withoutServerMs ?? WITHOUT_SERVER_MS);
    this.givingUp.unref();
  }

  private async sayAndEnd(call: VoiceCall): Promise<void> {
    const { interactionId, worker } = call;
    if (!call.isUp) return;
    this.deps.log.warn({ interactionId }, "a call that nobody leads is ended");
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, LAST_WORDS_MS_MAX);
      this.lastWordsOf.set(interactionId, () => {
        clearTimeout(late);
        resolve();
      });
      worker?.send({ t: "say", interactionId, prompt: LAST_WORDS });
    });
    this.lastWordsOf.delete(interactionId);
    call.endAll("lost");
  }
}

const done = { ok: true, result: null } as const;

function failed(code: VoiceErrorCode, detail: string): RequestOutcome {
  return { ok: false, code, detail };
}

function codeOf(code: WorkerFailure): VoiceErrorCode {
  switch (code) {
    case "media":
    case "not_encrypted":
    case "no_ports":
      return "media_failed";
    case "no_leg":
    case "failed":
      return "not_suitable_state";
    case "worker_lost":
      return "worker_lost";
  }
}
