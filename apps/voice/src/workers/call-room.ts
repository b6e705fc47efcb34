import { type AudioLeg, LoopSource, PromptPlayer, Room, type SoundSource, steadyNow } from "@patchbay/media";
import type { VoiceEvent, VoiceReport } from "@patchbay/protocol";
import type { PaymentProcessor } from "../payments/index.js";
import { CallRecordings } from "./call-recordings.js";
import { TappedLeg } from "./echo.js";
import { hearingOf, LAST_WORDS, WAITING_MUSIC } from "./hearing.js";
import type { CallShown } from "./messages.js";
import { type Play, soundsOf, startPlay, TypedAhead } from "./plays.js";
import type { RecordingStore } from "./recording-store.js";
import { Secrets } from "./secrets.js";
import type { Sounds } from "./sounds.js";

/** Whether signalling tells that a leg is connected, or its media does: a desk's phone, a customer's app. */
type Through = "network" | "phone";

export interface CallRoomDeps {
  readonly sounds: Sounds;
  readonly tell: (event: VoiceEvent) => void;
  readonly report: (report: VoiceReport) => void;
  readonly recordings: RecordingStore;
  readonly payments: PaymentProcessor;
  readonly trouble: (detail: string) => void;
}

/** Packets may pause for so long before an answer without our ringback coming in between. */
const EARLY_QUIET_MS_MAX = 2_000;

/** One call in its worker: the legs that are here, what is played, and who hears whom. */
export class CallRoom {
  private readonly room = new Room();
  private readonly legs = new Map<
    string,
    { readonly leg: AudioLeg; readonly tapped: TappedLeg; readonly through: Through }
  >();
  private readonly plays = new Map<string, Play>();
  private readonly ahead = new TypedAhead();
  private readonly secrets = new Secrets();
  /** The customer was asked for digits that nobody may hear: keys that come late as tones are heard by nobody either. */
  private guarded = false;
  /** Whether media flows, as it was told last. */
  private readonly flowing = new Map<string, boolean>();
  /** Called legs from which sound comes before they are answered. */
  private readonly early = new Set<string>();
  private readonly recordings: CallRecordings;
  private shown: CallShown;
  private lastWords: PromptPlayer | null = null;

  constructor(
    readonly interactionId: string,
    private readonly deps: CallRoomDeps,
    private attached: boolean,
  ) {
    this.shown = { interactionId, legs: [], plays: [], recordings: [] };
    const { room } = this;
    const { recordings: store, tell, trouble } = deps;
    this.recordings = new CallRecordings({ interactionId, room, store, tell, trouble, clock: Date.now });
    this.setAttached(attached);
  }

  show(call: CallShown): void {
    this.shown = call;
    this.recordings.show(
      call.recordings,
      (legId) => call.legs.find((leg) => leg.legId === legId)?.agentId ?? null,
    );
    const wanted = new Set(call.plays.map(({ id }) => id));
    if (call.secrets !== undefined) this.secrets.keep(call.secrets, wanted);
    this.guard(call);
    for (const [id, play] of this.plays) {
      if (wanted.has(id)) continue;
      play.stop();
      this.plays.delete(id);
      this.room.removeSource(id);
    }
    this.draw();
  }

  setAttached(attached: boolean): void {
    this.attached = attached;
    if (attached) this.room.removeSource(WAITING_MUSIC);
    else this.room.addSource(WAITING_MUSIC, new LoopSource(this.deps.sounds.music("music")));
    this.draw();
  }

  /** A leg's sound, first or anew: a page was reloaded, a codec changed. */
  setLeg(legId: string, leg: AudioLeg, through: Through): void {
    const tapped = new TappedLeg(leg);
    this.legs.set(legId, { leg, tapped, through });
    this.room.addLeg(tapped);
    this.guard(this.shown);
    leg.onDigit(({ key }) => this.press(legId, key));
    this.draw();
  }

  removeLeg(legId: string): void {
    this.legs.delete(legId);
    this.flowing.delete(legId);
    this.early.delete(legId);
    this.room.removeLeg(legId);
    this.draw();
  }

  legOf(legId: string): AudioLeg | undefined {
    return this.legs.get(legId)?.leg;
  }

  press(legId: string, key: string): void {
    const listening = this.shown.plays
      .filter(({ to }) => to.includes(legId))
      .map(({ id }) => this.plays.get(id))
      .find((play) => play?.keys !== null && play?.ended === false);
    if (listening?.keys) listening.keys.press(key);
    else if (this.shown.legs.some((leg) => leg.legId === legId && leg.role === "customer"))
      this.ahead.put(key, steadyNow());
  }

  tick(dueMs: number): void {
    this.room.tick(dueMs);
    this.recordings.watch();
  }

  /** The last words to everybody; `done` when they were heard. */
  say(prompt: string, done: () => void): void {
    if (this.lastWords !== null) return;
    const clip = this.deps.sounds.prompts.clip(prompt);
    this.lastWords = new PromptPlayer();
    if (clip === undefined) setImmediate(done);
    else this.lastWords.play(clip, done);
    this.room.addSource(LAST_WORDS, this.lastWords);
    this.draw();
  }

  /** Tells of legs whose media has stopped, or has begun or come back. */
  watch(nowMs: number): void {
    for (const { legId, live, early } of this.shown.legs) {
      const here = this.legs.get(legId);
      if (here === undefined || (!live && early !== true)) continue;
      const { state, quietMs } = here.leg.health(nowMs);
      this.noteEarly(legId, !live && quietMs !== undefined && quietMs <= EARLY_QUIET_MS_MAX);
      if (!live) continue;
      const flows = state === "flowing" || state === "resting";
      const told = this.flowing.get(legId);
      const { interactionId } = this;
      if (flows && told !== true) {
        this.flowing.set(legId, true);
        // That a leg of the network is connected is told by signalling, the first time.
        if (here.through === "phone" || told === false)
          this.deps.tell({ type: "leg.connected", interactionId, legId });
      } else if (state === "silent" && told === true) {
        this.flowing.set(legId, false);
        this.deps.tell({ type: "leg.lost", interactionId, legId });
      }
    }
  }

  /** A description alone is silence: our ringback stays until packets come, and comes back when they end. */
  private noteEarly(legId: string, comes: boolean): void {
    if (comes === this.early.has(legId)) return;
    if (comes) this.early.add(legId);
    else this.early.delete(legId);
    this.draw();
  }

  /** A desk's page has gone without a word, and its connection with it. */
  lost(legId: string): void {
    if (this.flowing.get(legId) !== true) return;
    this.flowing.set(legId, false);
    this.deps.tell({ type: "leg.lost", interactionId: this.interactionId, legId });
  }

  reportQuality(nowMs: number): void {
    for (const [legId, { leg }] of this.legs) {
      const health = leg.health(nowMs);
      // Of a leg from which nothing has come yet, nobody can say how it sounds.
      if (health.mos === undefined) continue;
      this.deps.report({
        type: "quality",
        interactionId: this.interactionId,
        legId,
        mos: health.mos,
        loss: health.lossShare,
        jitterMs: health.jitterMs,
        roundTripMs: health.farEnd?.roundTripMs ?? null,
        level: levelOf(health.peakDb),
      });
    }
  }

  /** Resolves when what was recorded is on the disk. */
  close(): Promise<void> {
    for (const play of this.plays.values()) play.stop();
    this.plays.clear();
    this.secrets.clear();
    return this.recordings.close();
  }

  private guard({ plays, legs }: CallShown): void {
    this.guarded ||= plays.some(
      (play) => play.kind === "prompts" && play.keys?.kind === "collect" && play.keys.secure,
    );
    if (!this.guarded) return;
    for (const { legId, role } of legs) if (role === "customer") this.legs.get(legId)?.tapped.maskTones();
  }

  /** A play begins when somebody is there to hear it, and once. */
  private startPlays(): void {
    const live = new Set(this.shown.legs.filter((leg) => leg.live).map(({ legId }) => legId));
    for (const picture of this.shown.plays) {
      if (this.plays.has(picture.id) || !picture.to.some((legId) => live.has(legId) && this.legs.has(legId)))
        continue;
      // What has to be read first begins a moment later, and everything that is played to somebody else does not wait.
      const ready = this.deps.sounds.ready(soundsOf(picture));
      if (ready !== undefined) {
        void ready.then(() => this.draw());
        continue;
      }
      const play = startPlay(
        picture,
        {
          interactionId: this.interactionId,
          sounds: this.deps.sounds,
          tell: this.deps.tell,
          changed: () => this.draw(),
          secrets: this.secrets,
          payments: this.deps.payments,
          counted: (playId, entered) =>
            this.deps.report({ type: "keys", interactionId: this.interactionId, playId, entered }),
          legSound: (legId): SoundSource | undefined => this.legs.get(legId)?.tapped,
          recordings: this.recordings,
          now: steadyNow,
        },
        this.ahead,
      );
      this.plays.set(picture.id, play);
      this.room.addSource(picture.id, play.source);
    }
  }

  private draw(): void {
    this.startPlays();
    this.room.setPicture(
      hearingOf({
        call: this.shown,
        present: new Set(this.legs.keys()),
        sounding: new Set([...this.plays.values()].filter(({ ended }) => !ended).map(({ id }) => id)),
        early: this.early,
        attached: this.attached,
        taps: this.recordings.taps,
        lastWords: this.lastWords !== null,
      }),
    );
  }
}

/** Loudness from 0 to 1 of what decibels of full scale say. */
export function levelOf(peakDb: number): number {
  return peakDb <= -100 ? 0 : Math.min(1, 10 ** (peakDb / 20));
}
