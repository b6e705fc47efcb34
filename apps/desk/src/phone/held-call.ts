import { type ConnectionOptions, type Fault, PhoneConnection } from "./connection.js";
import { LevelMeter } from "./microphone.js";
import type { AudioState } from "./phone-store.js";
import type { OwnLeg } from "./wanted-calls.js";

/** What one tab at a time may have: the audio of this leg. Two seats of a browser are two people. */
export const lockOf = (seat: number, legId: string): string => `patchbay.call.${seat}.${legId}`;

const RETRY_MS = [0, 300, 1_000, 2_000, 4_000] as const;
const MICROPHONE_RETRY_MS = 3_000;
const LISTEN_EVERY_MS = 200;
/** Louder than a room, for this many looks in a row: somebody speaks. */
const SPEAKS_FROM = 0.45;
const SPEAKS_LOOKS = 3;
const HINT_MS = 5_000;

/** With what a call is spoken and heard. */
export type Devices = Pick<ConnectionOptions, "microphone" | "speaker" | "volume">;

export interface HeldCallOptions {
  readonly leg: OwnLeg;
  readonly connection: () => Pick<ConnectionOptions, "iceServers" | "wire"> & Devices;
  readonly onState: (state: AudioState) => void;
  readonly onFault: (fault: Fault) => void;
  readonly onTalksMuted: (talks: boolean) => void;
  readonly onWaitingForTouch: (waiting: boolean) => void;
}

/** The audio of one call at this tab: connected, and connected anew for as long as the call has a leg here. */
export class HeldCall {
  private connection: PhoneConnection | null = null;
  /** As it was opened last. */
  private microphone = "";
  private tries = 0;
  private timer: number | undefined;
  private ended = false;
  private watch: { readonly meter: LevelMeter; readonly stream: MediaStream; readonly timer: number } | null =
    null;

  constructor(
    private readonly options: HeldCallOptions,
    private muted: boolean,
  ) {
    this.open();
  }

  get stream(): MediaStream | null {
    return this.connection?.stream ?? null;
  }

  setMuted(muted: boolean): void {
    if (this.muted === muted) return;
    this.muted = muted;
    this.connection?.setMuted(muted);
    this.watchMuted();
  }

  /** A microphone that is as it was is not opened anew: it would be still for a moment. */
  setDevices({ microphone, speaker, volume }: Devices): void {
    this.connection?.setSpeaker(speaker, volume);
    const same = JSON.stringify(microphone) === this.microphone;
    this.microphone = JSON.stringify(microphone);
    if (same) return;
    void this.connection?.setMicrophone(microphone).then(() => this.watchMuted());
  }

  /** Without waiting for the next try. */
  retryNow(): void {
    if (this.connection !== null || this.ended) return;
    window.clearTimeout(this.timer);
    this.open();
  }

  end(): void {
    this.ended = true;
    window.clearTimeout(this.timer);
    this.stopWatching();
    this.connection?.close(true);
    this.connection = null;
  }

  private open(): void {
    if (this.ended) return;
    const { leg, onState, onFault, onWaitingForTouch } = this.options;
    onState(leg.state === "dialing" && this.tries === 0 ? "connecting" : "reconnecting");
    const chosen = this.options.connection();
    this.microphone = JSON.stringify(chosen.microphone);
    const connection = new PhoneConnection({
      ...chosen,
      interactionId: leg.interactionId,
      muted: this.muted,
      audible: true,
      onConnected: () => {
        this.tries = 0;
        onState("connected");
        this.watchMuted();
      },
      onFault: (fault) => {
        if (this.ended) return;
        this.connection = null;
        this.stopWatching();
        onFault(fault);
        const isMicrophone = fault.at === "microphone";
        onState(isMicrophone ? "microphone" : "reconnecting");
        const wait = isMicrophone
          ? MICROPHONE_RETRY_MS
          : (RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)] ?? MICROPHONE_RETRY_MS);
        this.tries += 1;
        this.timer = window.setTimeout(() => this.open(), wait);
      },
      onWaitingForTouch,
    });
    this.connection = connection;
    void connection.open();
  }

  /** The track that goes out is still while muted; a copy of it tells whether the agent talks. */
  private watchMuted(): void {
    this.stopWatching();
    const { stream } = this;
    if (!this.muted || stream === null) return;
    const copy = stream.clone();
    for (const track of copy.getAudioTracks()) track.enabled = true;
    const meter = new LevelMeter(copy);
    let loud = 0;
    let shownUntil = 0;
    const timer = window.setInterval(() => {
      loud = meter.read() >= SPEAKS_FROM ? loud + 1 : 0;
      if (loud >= SPEAKS_LOOKS) {
        if (shownUntil === 0) this.options.onTalksMuted(true);
        shownUntil = Date.now() + HINT_MS;
      } else if (shownUntil !== 0 && Date.now() > shownUntil) {
        shownUntil = 0;
        this.options.onTalksMuted(false);
      }
    }, LISTEN_EVERY_MS);
    this.watch = { meter, stream: copy, timer };
  }

  private stopWatching(): void {
    if (this.watch === null) return;
    window.clearInterval(this.watch.timer);
    this.watch.meter.close();
    for (const track of this.watch.stream.getTracks()) track.stop();
    this.watch = null;
    this.options.onTalksMuted(false);
  }
}
