import type { PhoneView, SelfView } from "@patchbay/protocol";
import { ask } from "../state/actions.js";
import { useDesk } from "../state/store.js";
import { hearVoiceFrames } from "../state/voice-frames.js";
import { CallsAudio } from "./calls-audio.js";
import { checkPhone, type EchoOptions, type RunningEcho, startEcho } from "./check.js";
import type { Fault } from "./connection.js";
import { deskWire } from "./desk-wire.js";
import { type DeviceChoice, keepChoice, readChoice, sorted, usable } from "./device-choice.js";
import { type CheckReason, healthOfMicrophoneError, type PhoneHealth, recheckAfter } from "./health.js";
import { closeStream, microphonePermission, onPermission, openMicrophone } from "./microphone.js";
import { testNetwork as runNetworkTest } from "./network-test.js";
import { usePhone } from "./phone-store.js";
import { qualityOf } from "./quality.js";
import { canChooseSpeaker } from "./sound-out.js";
import { ownLegs } from "./wanted-calls.js";

const { getState: get, setState: set } = usePhone;

/** Devices come and go in bursts: a headset is a microphone and a loudspeaker. */
const DEVICES_SETTLE_MS = 500;
const LOOK_EVERY_MS = 1_000;
/** The machine slept when this page's second took so long. */
const SLEPT_MS = 15_000;
const ECHO_MS_MAX = 30_000;
/** A desk phone may be set up, or a number allowed, while the agent waits for it. */
const ASK_AGAIN_MS = 15_000;
/** What was chosen leads nowhere: no account of a desk phone, no number, or one that may not be called. */
const NO_SUCH_PHONE: ReadonlySet<string> = new Set([
  "phone_not_registered",
  "empty_number",
  "phone_not_in_dial_plan",
  "blocked_by_restriction",
  "no_permissions_did_call",
  "on_do_not_call_list",
  "no_line",
]);

/** The agent's phone at this page: its devices, whether it works, and the audio of the calls in hand. */
class Phone {
  private readonly stops: (() => void)[] = [];
  private readonly audio = new CallsAudio(
    () => this.connection(),
    () => this.found("ok"),
    (fault) => this.faultInCall(fault),
  );
  /** What the server was last told, or has been found to know. */
  private told: PhoneView | null = null;
  private hasChecked = false;
  private voiceWasReady = false;
  private again: number | undefined;
  private settle: number | undefined;
  private lookedAt = Date.now();
  private echo: RunningEcho | null = null;
  private testsNetwork = false;
  private echoEnds: number | undefined;

  start(): void {
    set({ choice: readChoice(localStorage), health: "unknown", checking: false, echo: null });
    void this.listDevices();
    const devices = (): void => {
      window.clearTimeout(this.settle);
      this.settle = window.setTimeout(() => void this.devicesChanged(), DEVICES_SETTLE_MS);
    };
    navigator.mediaDevices?.addEventListener("devicechange", devices);
    const timer = window.setInterval(() => this.tick(), LOOK_EVERY_MS);
    this.stops.push(
      () => navigator.mediaDevices?.removeEventListener("devicechange", devices),
      () => window.clearInterval(timer),
      onPermission(() => void this.devicesChanged()),
      useDesk.subscribe(() => this.look()),
      hearVoiceFrames((frame) => {
        if (frame.frame !== "call_quality") return;
        set({ quality: new Map(get().quality).set(frame.legId, qualityOf(frame, Date.now())) });
      }),
    );
    this.look();
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    window.clearTimeout(this.again);
    window.clearTimeout(this.settle);
    void this.stopEcho();
    this.audio.stop();
  }

  private tick(): void {
    const slept = Date.now() - this.lookedAt > SLEPT_MS;
    this.lookedAt = Date.now();
    if (slept) void this.check("awake");
    this.look();
  }

  /** Follows what the desk knows. */
  private look(): void {
    const { data, leader, link } = useDesk.getState();
    if (data === null) return;
    if (data.self === null) return;
    this.audio.look(ownLegs(data.interactions.values()), leader);
    if (!leader || link.status !== "live" || data.voice.state === "off") return;
    if (isElsewhere(get().choice.device)) {
      this.lookElsewhere(data.self.phone);
      this.lookAtLine(data.self);
      return;
    }
    const isReady = data.voice.state === "ready";
    const voiceIsBack = isReady && !this.voiceWasReady;
    this.voiceWasReady = isReady;
    if (!this.hasChecked) {
      this.hasChecked = true;
      this.told = data.self.phone;
      void this.check("login");
    } else if (voiceIsBack) void this.check("voice_back");
    else if (this.told !== null && differs(this.told, data.self.phone) && !this.reporting) {
      // The server has its own reasons, for example a call that never got its audio. They are looked into, not overruled.
      this.told = data.self.phone;
      void this.check("failed_before");
    }
  }

  /** Which wish for a line that stays up the server was told, and has not taken. */
  private askedLine: boolean | null = null;
  /** The choice is this browser's; whether the line is up is the server's to know. */
  private lookAtLine({ phone, line }: SelfView): void {
    const { device, keepLine } = get().choice;
    if (phone.device !== device) return;
    if ((line !== null) === keepLine) this.askedLine = null;
    else if (this.askedLine !== keepLine) {
      this.askedLine = keepLine;
      void ask("keepLine", { keep: keepLine });
    }
  }

  /** Of a phone that is no browser the server knows how it does; it is told which one was chosen here. */
  private lookElsewhere(known: PhoneView): void {
    const { device } = get().choice;
    const isKnown = known.device === device;
    const health = isKnown ? known.health : "unknown";
    if (get().health !== health) set({ health });
    if (isKnown) this.asked = null;
    else if (this.asked !== device || Date.now() - this.askedAt > ASK_AGAIN_MS) {
      this.asked = device;
      this.askedAt = Date.now();
      void ask("choosePhone", { device }).then((answer) => {
        if (!answer.ok && NO_SUCH_PHONE.has(answer.error.code)) this.withoutPhone(device);
      });
    }
  }

  /** Calls must not ring where the agent no longer listens. */
  private withoutPhone(device: PhoneView["device"]): void {
    const known = useDesk.getState().data?.self?.phone;
    if (get().choice.device !== device || known === undefined || known.device === "none") return;
    void ask("setPhone", { device: "none", health: "unknown" });
  }

  // ---- health ----

  async check(reason: CheckReason): Promise<void> {
    window.clearTimeout(this.again);
    const { data, leader } = useDesk.getState();
    if (isElsewhere(get().choice.device)) return;
    if (get().choice.device === "none") {
      this.found("unknown");
      return;
    }
    if (data === null || !leader || get().checking || this.echo !== null || this.testsNetwork) return;
    if (this.audio.busy) {
      this.audio.retryNow();
      return;
    }
    if (data.voice.state !== "ready") return;
    if (reason === "idle" && data.offers.size > 0) {
      this.checkLater(get().health);
      return;
    }
    const permission = await microphonePermission();
    set({ permission });
    // The browser would ask: only the agent begins that, after reading why.
    if (permission === "prompt" && reason !== "asked") {
      this.found("unknown");
      return;
    }
    set({ checking: true });
    await this.listDevices();
    const health = await checkPhone(this.echoOptions());
    set({ checking: false, permission: await microphonePermission() });
    // A call has come meanwhile, and knows better.
    if (!this.audio.busy) this.found(health);
  }

  private found(health: PhoneHealth): void {
    // What a test of the browser ends with says nothing about a phone that was chosen meanwhile.
    if (isElsewhere(get().choice.device)) return;
    set({ health });
    this.report();
    this.checkLater(health);
  }

  private checkLater(health: PhoneHealth): void {
    window.clearTimeout(this.again);
    const after = recheckAfter(health);
    if (after !== null) this.again = window.setTimeout(() => void this.check("idle"), after);
  }

  /** Which device the server was asked for and has not taken. */
  private asked: PhoneView["device"] | null = null;
  private askedAt = 0;
  private reporting = false;
  private report(): void {
    const { data, leader, link } = useDesk.getState();
    const phone: PhoneView = { device: get().choice.device, health: get().health };
    if (isElsewhere(get().choice.device)) return;
    if (data?.self == null || !(leader || this.audio.busy) || link.status !== "live") return;
    if (!differs(phone, data.self.phone)) {
      this.told = phone;
      return;
    }
    this.reporting = true;
    void ask("setPhone", phone).then(() => {
      this.told = phone;
      this.reporting = false;
      if (differs(phone, { device: get().choice.device, health: get().health })) this.report();
    });
  }

  private faultInCall(fault: Fault): void {
    if (fault.at === "microphone") this.found(healthOfMicrophoneError(fault.name));
    else if (fault.at === "ice") this.found("ice_failed");
  }

  // ---- devices ----

  async choose(change: Partial<DeviceChoice>): Promise<void> {
    const choice = { ...get().choice, ...change };
    this.asked = null;
    this.askedLine = null;
    keepChoice(localStorage, choice);
    set({ choice });
    this.audio.setDevices(this.connection());
    // Heard at once, also in the test that runs.
    if (Object.keys(change).every((field) => field === "volume")) {
      this.echo?.setVolume(choice.volume);
      return;
    }
    const isTesting = this.echo !== null;
    await this.stopEcho();
    if (isElsewhere(choice.device)) {
      this.look();
      return;
    }
    if (isTesting && choice.device === "browser") {
      this.startEcho();
      return;
    }
    if ("ring" in change) return;
    await this.check("asked");
  }

  /** The agent has read why: now the browser may ask. */
  async allow(): Promise<void> {
    const opened = await openMicrophone(this.connection().microphone);
    if (opened.ok) closeStream(opened.stream);
    await this.listDevices();
    set({ permission: await microphonePermission() });
    if (!opened.ok) this.found(opened.health);
    else await this.check("asked");
  }

  private async devicesChanged(): Promise<void> {
    await this.listDevices();
    await this.check("devices");
  }

  private async listDevices(): Promise<void> {
    if (navigator.mediaDevices === undefined) return;
    set({ devices: sorted(await navigator.mediaDevices.enumerateDevices()) });
  }

  private connection(): Omit<EchoOptions, "speakerThere"> {
    const { choice, devices } = get();
    return {
      iceServers: useDesk.getState().data?.voice.iceServers.map(({ urls, username, credential }) => ({
        urls,
        ...(username !== undefined && { username }),
        ...(credential !== undefined && { credential }),
      })),
      microphone: {
        deviceId: usable(choice.microphone, devices.microphones),
        noiseSuppression: choice.noiseSuppression,
        autoGain: choice.autoGain,
      },
      speaker: usable(choice.speaker, devices.speakers),
      volume: choice.volume,
      wire: deskWire,
    };
  }

  private echoOptions(): EchoOptions {
    const { choice, devices } = get();
    const isChosen = choice.speaker !== null && canChooseSpeaker();
    return {
      ...this.connection(),
      speakerThere: isChosen ? usable(choice.speaker, devices.speakers) !== null : null,
    };
  }

  // ---- the agent's own test ----

  startEcho(): void {
    if (this.echo !== null || this.audio.busy || this.testsNetwork) return;
    window.clearTimeout(this.again);
    set({ echo: { state: "connecting", level: 0, packetsReceived: 0 } });
    const gone = (): void => {
      window.clearTimeout(this.echoEnds);
      this.echo = null;
      set({ echo: null, echoStream: null, waitsForTouch: false });
    };
    this.echo = startEcho(this.echoOptions(), {
      frame: ({ state, level, packetsReceived }) => set({ echo: { state, level, packetsReceived } }),
      stream: (echoStream) => set({ echoStream }),
      ended: (health) => {
        gone();
        this.found(health);
      },
      waitingForTouch: (waitsForTouch) => set({ waitsForTouch }),
    });
    this.echoEnds = window.setTimeout(() => void this.stopEcho(), ECHO_MS_MAX);
  }

  async stopEcho(): Promise<void> {
    const { echo } = this;
    if (echo === null) return;
    this.echo = null;
    window.clearTimeout(this.echoEnds);
    set({ echo: null, echoStream: null, waitsForTouch: false });
    this.found(await echo.stop());
  }

  /** The way to the server and back, for some seconds; nothing is heard. */
  async testNetwork(): Promise<void> {
    if (this.testsNetwork || this.audio.busy) return;
    await this.stopEcho();
    this.testsNetwork = true;
    window.clearTimeout(this.again);
    set({ network: { state: "running" } });
    const network = await runNetworkTest(this.connection());
    this.testsNetwork = false;
    set({ network });
    this.checkLater(get().health);
  }

  // ---- mute ----

  /** The microphone first, the server after: nobody hears what is said in between. */
  async mute(interactionId: string, muted: boolean): Promise<string | null> {
    const own = useDesk.getState().data?.interactions.get(interactionId)?.call?.own;
    if (own == null) return "no_interaction";
    this.audio.setMuted(own.legId, muted);
    set({ muting: new Map(get().muting).set(interactionId, muted) });
    const answer = await ask("muteCall", { interactionId, muted });
    if (answer.ok) return null;
    const muting = new Map(get().muting);
    muting.delete(interactionId);
    set({ muting });
    return answer.error.code;
  }
}

const isElsewhere = (device: PhoneView["device"]): boolean => device === "sip" || device === "external";

const differs = (one: PhoneView, other: PhoneView): boolean =>
  one.device !== other.device || one.health !== other.health;

let phone: Phone | null = null;

/** Runs while somebody is signed in at this page. @returns its end */
export function startPhone(): () => void {
  const own = new Phone();
  phone = own;
  own.start();
  return () => {
    own.stop();
    if (phone === own) phone = null;
  };
}

export const allowMicrophone = async (): Promise<void> => phone?.allow();
export const checkAgain = async (): Promise<void> => phone?.check("asked");
export const choosePhone = async (change: Partial<DeviceChoice>): Promise<void> => phone?.choose(change);
export const beginEcho = (): void => phone?.startEcho();
export const testNetwork = async (): Promise<void> => phone?.testNetwork();
export const endEcho = async (): Promise<void> => phone?.stopEcho();
/** @returns the code of a refusal */
export const muteCall = async (interactionId: string, muted: boolean): Promise<string | null> =>
  phone === null ? "not_logged_in" : phone.mute(interactionId, muted);
