import type { LoopClock } from "../link/index.js";
import { appSignal, type CallProgress, type CenterSignal } from "../wire/index.js";

/**
 * A call in the app, from this side:
 *
 *  idle ──the customer calls──▶ asking ──OFFER_CALL──▶ connecting ──▶ talking ◀──▶ coming_back
 *   ▲     idle ──OFFER_CALL──▶ ringing ──the customer answers──┘                       │
 *   └──────────── CALL_REJECTED, END_CALL, hung up, given up ──────────────────────────┘
 *
 * `coming_back`: the connection was lost, by a reload or a change of networks; the center is asked for another offer.
 */
export type AppCallStage = "idle" | "asking" | "ringing" | "connecting" | "talking" | "coming_back";

/** Why a call came to nothing. `microphone`: not allowed, or not there. Others are the center's words. */
export type AppCallTrouble =
  | "microphone"
  | "no_agent"
  | "declined"
  | "no_answer"
  | "not_available"
  | "failed"
  | "lost";

export interface AppCallState {
  readonly stage: AppCallStage;
  /** The customer's microphone is off. */
  readonly muted: boolean;
  readonly trouble: AppCallTrouble | null;
}

export const idleCall: AppCallState = { stage: "idle", muted: false, trouble: null };

/** The part of a browser's connection that a call needs, so that tests need no browser. */
export interface Peer {
  /** Takes our offer, says our sound, and gives the answer. */
  answer(offer: string, microphone: MediaStream): Promise<string>;
  addCandidate(candidate: string, mid: string): Promise<void>;
  onCandidate(take: (candidate: RTCIceCandidate) => void): void;
  onState(take: (state: RTCPeerConnectionState) => void): void;
  readonly state: RTCPeerConnectionState;
  close(): void;
}

export interface AppCallPorts {
  /** Posts signaling data, in their order. Throws when the center did not take them. */
  readonly send: (data: readonly object[]) => Promise<void>;
  readonly iceServers: () => Promise<RTCIceServer[]>;
  readonly openPeer: (iceServers: RTCIceServer[]) => Peer;
  /** Asks the customer's permission, the first time. Throws when there is none. */
  readonly openMicrophone: () => Promise<MediaStream>;
  readonly ring: (on: boolean) => void;
  readonly clock: LoopClock;
  readonly tell: (state: AppCallState) => void;
}

/** A connection that does not come back is given up after this; the center does so after 30 s. */
export const COMING_BACK_MS_MAX = 30_000;
/** A connection that falters often recovers by itself within this. */
export const FALTERING_MS = 2_000;
/** How often another offer is asked for meanwhile. */
export const ASK_AGAIN_MS = 4_000;

/** Talks with the agents of the chat, as the published order of signaling events has it. */
export class AppCall {
  private now: AppCallState = idleCall;
  private peer: Peer | null = null;
  private microphone: MediaStream | null = null;
  /** The offer that waits for the customer's yes. */
  private offer: string | null = null;
  /** Candidates that came before the offer was taken. */
  private waiting: { readonly candidate: string; readonly mid: string }[] = [];
  private stopAsking: (() => void) | null = null;
  /** Grows with each call: what belongs to a former one changes nothing. */
  private turn = 0;
  private sending: Promise<void> = Promise.resolve();

  constructor(private readonly ports: AppCallPorts) {}

  get state(): AppCallState {
    return this.now;
  }

  /** The customer calls. The microphone first: nobody is rung up by somebody who cannot talk. */
  async call(): Promise<void> {
    if (this.now.stage !== "idle") return;
    const turn = this.begin("asking");
    if (!(await this.hasMicrophone(turn))) return;
    await this.ask(turn);
  }

  /** The customer takes the call that rings. */
  async answer(): Promise<void> {
    if (this.now.stage !== "ringing" || this.offer === null) return;
    const { offer, turn } = this;
    this.set({ stage: "connecting" });
    if (!(await this.hasMicrophone(turn))) {
      await this.signal([appSignal.reject, appSignal.endCall]).catch(() => undefined);
      return;
    }
    // A newer offer may have come while the customer was asked for the microphone.
    await this.connect(this.offer ?? offer, turn);
  }

  /** Declines what rings, or hangs up. */
  async hangUp(): Promise<void> {
    const { stage } = this.now;
    if (stage === "idle") return;
    this.end(null);
    await this.signal(stage === "ringing" ? [appSignal.reject, appSignal.endCall] : [appSignal.endCall]);
  }

  mute(muted: boolean): void {
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = !muted;
    this.set({ muted });
  }

  /** The customer has read why it came to nothing. */
  acceptTrouble(): void {
    this.set({ trouble: null });
  }

  async hear(signal: CenterSignal): Promise<void> {
    switch (signal.type) {
      case "OFFER_CALL":
        return this.offered(signal.sdp);
      case "ICE_CANDIDATE":
        if (this.peer === null) this.waiting.push(signal);
        else await this.peer.addCandidate(signal.candidate, signal.mid).catch(() => undefined);
        return;
      case "CALL_REJECTED":
        if (this.now.stage === "asking") this.end(troubleOf(signal.reason));
        return;
      case "END_CALL":
        if (this.now.stage !== "idle") this.end(null);
        return;
    }
  }

  /**
   * What the center says of the call that is up, when this app has just come back: after a reload it knows nothing of a
   * call that it may be in the middle of.
   */
  async resume(call: CallProgress | null): Promise<void> {
    const { stage } = this.now;
    if (call?.via !== "app") {
      if (stage !== "idle" && stage !== "asking") this.end(null);
      return;
    }
    if (stage !== "idle") return;
    if (call.state === "connected") {
      const turn = this.begin("coming_back");
      if (await this.hasMicrophone(turn)) this.comeBack(turn);
    } else if (call.by === "customer") this.begin("asking");
    // It rings: its offer went to the page of before.
    else if (call.state === "ringing") await this.signal([appSignal.requestCall]).catch(() => undefined);
  }

  /** The network is back, or the customer looks again: a connection that died meanwhile is noticed now. */
  wake(): void {
    const dead = this.peer !== null && this.peer.state !== "connected" && this.peer.state !== "connecting";
    if (this.now.stage === "talking" && dead) this.comeBack(this.turn);
    else if (this.now.stage === "coming_back") void this.ask(this.turn);
  }

  /** The chat is over, or another tab has it: nobody is told. */
  drop(): void {
    if (this.now.stage !== "idle") this.end(null);
  }

  private async offered(sdp: string): Promise<void> {
    this.waiting = [];
    switch (this.now.stage) {
      case "idle":
        this.begin("ringing");
        this.offer = sdp;
        this.ports.ring(true);
        return;
      case "ringing":
        this.offer = sdp;
        return;
      case "asking":
      case "connecting":
      case "talking":
      case "coming_back":
        if (this.microphone === null) this.offer = sdp;
        else await this.connect(sdp, this.turn);
    }
  }

  private async connect(offer: string, turn: number): Promise<void> {
    this.closePeer();
    this.offer = null;
    if (this.now.stage !== "coming_back") this.set({ stage: "connecting" });
    try {
      const servers = await this.ports.iceServers().catch(() => []);
      const { microphone } = this;
      if (turn !== this.turn || microphone === null) return;
      const peer = this.ports.openPeer(servers);
      this.peer = peer;
      // Ours belong to our answer: they go after it.
      const early: RTCIceCandidate[] = [];
      let answered = false;
      peer.onCandidate((candidate) => {
        if (answered) void this.signal([appSignal.candidate(candidate)]).catch(() => undefined);
        else early.push(candidate);
      });
      peer.onState((state) => this.peerIs(peer, state));
      const answer = await peer.answer(offer, microphone);
      for (const { candidate, mid } of this.waiting.splice(0))
        await peer.addCandidate(candidate, mid).catch(() => undefined);
      if (this.peer !== peer) return;
      await this.signal([appSignal.answer(answer), ...early.map(appSignal.candidate)]);
      answered = true;
    } catch {
      // The center did not take our answer, or the browser its offer: asked for another one.
      if (turn === this.turn) this.comeBack(turn);
    }
  }

  private peerIs(peer: Peer, state: RTCPeerConnectionState): void {
    if (this.peer !== peer) return;
    if (state === "connected") {
      this.stopAsking?.();
      this.stopAsking = null;
      this.set({ stage: "talking" });
    } else if (state === "disconnected") this.comeBack(this.turn, FALTERING_MS);
    else if (state === "failed" || state === "closed") this.comeBack(this.turn);
  }

  /** Asks for another offer until one connects, or it has taken too long. */
  private comeBack(turn: number, afterMs = 0): void {
    if (turn !== this.turn || this.stopAsking !== null) return;
    this.set({ stage: "coming_back" });
    const { clock } = this.ports;
    const until = clock.now() + COMING_BACK_MS_MAX;
    const again = (): void => {
      if (turn !== this.turn) return;
      if (clock.now() >= until) {
        this.end("lost");
        void this.signal([appSignal.endCall]).catch(() => undefined);
        return;
      }
      void this.ask(turn);
      this.stopAsking = clock.after(ASK_AGAIN_MS, again);
    };
    if (afterMs === 0) again();
    else this.stopAsking = clock.after(afterMs, again);
  }

  private async ask(turn: number): Promise<void> {
    try {
      await this.signal([appSignal.requestCall]);
    } catch {
      if (turn === this.turn && this.now.stage === "asking") this.end("failed");
    }
  }

  private async hasMicrophone(turn: number): Promise<boolean> {
    try {
      const microphone = await this.ports.openMicrophone();
      if (turn === this.turn) {
        this.microphone = microphone;
        return true;
      }
      stopAll(microphone);
    } catch {
      if (turn === this.turn) this.end("microphone");
    }
    return false;
  }

  private begin(stage: AppCallStage): number {
    this.turn += 1;
    this.waiting = stage === "ringing" ? this.waiting : [];
    this.set({ stage, muted: false, trouble: null });
    return this.turn;
  }

  private end(trouble: AppCallTrouble | null): void {
    this.turn += 1;
    this.stopAsking?.();
    this.stopAsking = null;
    this.closePeer();
    if (this.microphone !== null) stopAll(this.microphone);
    this.microphone = null;
    this.offer = null;
    this.waiting = [];
    this.set({ stage: "idle", muted: false, trouble });
  }

  private closePeer(): void {
    const { peer } = this;
    this.peer = null;
    peer?.close();
  }

  /** One post after the other: an answer never overtakes the request, nor a candidate the answer. */
  private signal(data: readonly object[]): Promise<void> {
    const sent = this.sending.then(() => this.ports.send(data));
    this.sending = sent.catch(() => undefined);
    return sent;
  }

  private set(patch: Partial<AppCallState>): void {
    const before = this.now;
    this.now = { ...before, ...patch };
    if (before.stage === "ringing" && this.now.stage !== "ringing") this.ports.ring(false);
    this.ports.tell(this.now);
  }
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

const troubles: ReadonlySet<string> = new Set<AppCallTrouble>([
  "no_agent",
  "declined",
  "no_answer",
  "not_available",
]);
const troubleOf = (reason: string): AppCallTrouble =>
  troubles.has(reason) ? (reason as AppCallTrouble) : "failed";
