import { randomInt } from "node:crypto";
import { CallSound } from "../media/call-sound.js";
import { OutgoingStream } from "../media/outgoing-stream.js";
import { PageSound } from "../media/page-sound.js";
import { HOST, RtpSocket } from "../media/rtp-socket.js";
import type { CallEvents, SipCall } from "../sip/call.js";
import { readDescription, writeDescription } from "../sip/description.js";
import type { Arrival } from "../sip/user-agent.js";
import type { CallEnd, CallShown, FromPage, Talk, ToPage } from "../wire/page-wire.js";
import { dialled } from "./numbers.js";

export interface PhoneDeps {
  /** Where pages' sound listens; `null`: at all addresses of this machine. */
  readonly host: string | null;
  /** Rings a number of the center. `undefined`: there is no network at the moment. */
  readonly call: (to: string, from: string, sdp: string, events: CallEvents) => SipCall | undefined;
  /** To the page that is there now, if one is. */
  readonly say: (message: ToPage) => void;
  /** An arrival of `ring` was taken or declined here, so it is nobody else's any more. */
  readonly took: (arrival: Arrival) => void;
}

const LEVELS_MS = 100;
/** Between two calls of one phone: a key that is stuck is no load test. */
const DIAL_MS_MIN = 500;

/** One call as the phone has it. */
interface Live {
  readonly sip: SipCall;
  readonly sound: CallSound;
  readonly socket: RtpSocket;
  readonly session: number;
  version: number;
  shown: CallShown;
}

/** A telephone: its number, its one call, and the sound of the page that holds it. */
export class Phone {
  own = "";
  #talk: Talk = "microphone";
  #muted = false;
  #live: Live | undefined;
  #ringing: Arrival | undefined;
  /** The last call that is over, or the one that rings. */
  #shown: CallShown | null = null;
  #page: PageSound | undefined;
  #pageState: "none" | "connecting" | "connected" = "none";
  readonly #toPage = new OutgoingStream();
  #dialledAt = Number.NEGATIVE_INFINITY;
  /** A socket is being opened for a call. */
  #busy = false;
  readonly #levels: NodeJS.Timeout;

  constructor(private readonly deps: PhoneDeps) {
    this.#levels = setInterval(() => {
      if (this.#live !== undefined) deps.say({ say: "levels", levels: this.#live.sound.levels() });
    }, LEVELS_MS);
  }

  get isFree(): boolean {
    return this.#live === undefined && this.#ringing === undefined && !this.#busy;
  }

  /** Shows a page what there is: the one that has just come, or the one that has changed something. */
  show(): void {
    this.deps.say({
      say: "phone",
      talk: this.#talk,
      muted: this.#muted,
      own: this.own,
      sound: this.#pageState,
      call: this.#live?.shown ?? this.#shown,
    });
  }

  take(message: Exclude<FromPage, { say: "hello" }>): void {
    switch (message.say) {
      case "own":
        this.own = dialled(message.own) ?? "";
        break;
      case "dial":
        void this.#dial(message.to);
        return;
      case "answer":
        void this.#answer();
        return;
      case "hang_up":
        this.hangUp();
        return;
      case "press":
        this.#press(message.key);
        break;
      case "talk":
        this.#talk = message.talk;
        if (this.#live !== undefined) this.#live.sound.talk = message.talk;
        break;
      case "mute":
        this.#muted = message.muted;
        if (this.#live !== undefined) this.#live.sound.muted = message.muted;
        break;
      case "sound":
        void this.#connectPage(message.offer);
        return;
    }
    this.show();
  }

  /** Somebody calls its number. */
  ring(arrival: Arrival): void {
    this.#ringing = arrival;
    this.#shown = {
      direction: "in",
      with: arrival.from,
      dialled: arrival.to,
      state: "ringing",
      talkingSince: null,
      held: false,
      end: null,
      words: null,
      pressed: "",
      heardKeys: "",
    };
    this.show();
  }

  /** The call that rings here was taken elsewhere, or the caller gave up. */
  ringingEnds(arrival: Arrival, end: CallEnd | "elsewhere"): void {
    if (this.#ringing !== arrival) return;
    this.#ringing = undefined;
    this.#shown = end === "elsewhere" || this.#shown === null ? null : { ...this.#shown, state: "over", end };
    this.show();
  }

  hangUp(): void {
    const ringing = this.#ringing;
    if (ringing !== undefined) {
      this.ringingEnds(ringing, "hung_up_here");
      this.deps.took(ringing);
      ringing.call.refuse(603, "Decline");
    } else this.#live?.sip.hangUp();
  }

  /** Its tab has gone. A call that rings is not declined by that: it may ring elsewhere as well. */
  close(): void {
    if (this.#ringing === undefined) this.hangUp();
    else this.ringingEnds(this.#ringing, "elsewhere");
    clearInterval(this.#levels);
    this.#page?.close();
  }

  async #dial(text: string): Promise<void> {
    const to = dialled(text);
    const now = performance.now();
    if (to === undefined) return this.deps.say({ say: "refused", why: "not_a_number" });
    if (!this.isFree) return this.deps.say({ say: "refused", why: "in_call" });
    if (now - this.#dialledAt < DIAL_MS_MIN) return this.deps.say({ say: "refused", why: "too_fast" });
    this.#dialledAt = now;
    const shown: CallShown = {
      direction: "out",
      with: to,
      dialled: to,
      state: "dialling",
      talkingSince: null,
      held: false,
      end: null,
      words: null,
      pressed: "",
      heardKeys: "",
    };
    const made = await this.#media();
    const session = randomInt(1, 2 ** 31);
    const sdp = made && writeDescription({ address: HOST, port: made.socket.port, session, version: 1 });
    const events = this.#events();
    const sip = sdp === undefined ? undefined : this.deps.call(to, this.own, sdp, events);
    if (made === undefined || sip === undefined) {
      made?.sound.close();
      this.#shown = { ...shown, state: "over", end: made === undefined ? "no_sound" : "no_center" };
    } else this.#live = { ...made, sip, session, version: 1, shown };
    this.show();
  }

  async #answer(): Promise<void> {
    const arrival = this.#ringing;
    if (arrival === undefined || this.#shown === null)
      return this.deps.say({ say: "refused", why: "no_call" });
    const shown = this.#shown;
    const offer = arrival.call.offer;
    const far = offer === undefined ? undefined : readDescription(offer);
    const made = await this.#media();
    // It may have ended while the port was opened.
    if (this.#ringing !== arrival) return made?.sound.close();
    this.#ringing = undefined;
    this.deps.took(arrival);
    if (made === undefined || (offer !== undefined && far === undefined)) {
      made?.sound.close();
      arrival.call.refuse(488, "Not Acceptable Here");
      this.#shown = { ...shown, state: "over", end: "no_sound" };
    } else {
      const session = randomInt(1, 2 ** 31);
      this.#live = { ...made, sip: arrival.call, session, version: 1, shown };
      arrival.call.events = this.#events();
      arrival.call.answer(
        writeDescription({ address: HOST, port: made.socket.port, session, version: 1 }, far),
      );
    }
    this.show();
  }

  async #media(): Promise<{ readonly socket: RtpSocket; readonly sound: CallSound } | undefined> {
    this.#busy = true;
    const socket = await RtpSocket.open().catch(() => undefined);
    this.#busy = false;
    if (socket === undefined) return undefined;
    const sound = new CallSound(socket, this.#toPage, {
      key: (key) => this.#heardKey(key),
      toPage: (packet) => this.#page?.send(packet),
    });
    sound.talk = this.#talk;
    sound.muted = this.#muted;
    return { socket, sound };
  }

  #events(): CallEvents {
    return {
      ringing: (sdp) => {
        const far = sdp === undefined ? undefined : readDescription(sdp);
        const { sound } = this.#live ?? {};
        if (sound === undefined) return;
        if (far !== undefined) sound.connect(far);
        sound.ringing = far === undefined;
        this.#change({ state: "ringing" });
      },
      connected: (sdp) => this.#connected(sdp),
      offered: (sdp) => this.#offered(sdp),
      key: (key) => this.#heardKey(key),
      ended: ({ byUs, status, reason }) => {
        const live = this.#live;
        if (live === undefined) return;
        live.sound.close();
        this.#live = undefined;
        this.#shown = {
          ...live.shown,
          state: "over",
          end: status === null ? (byUs ? "hung_up_here" : "hung_up_there") : endOf(status),
          words: status === null ? null : `${status} ${reason}`.trim(),
        };
        this.show();
      },
    };
  }

  #connected(sdp: string | undefined): void {
    const live = this.#live;
    const far = sdp === undefined ? undefined : readDescription(sdp);
    if (live === undefined) return;
    live.sound.ringing = false;
    if (far === undefined) {
      live.sip.hangUp();
      return;
    }
    live.sound.connect(far);
    this.#change({ state: "talking", talkingSince: live.shown.talkingSince ?? Date.now(), held: !far.hears });
  }

  /** A re-INVITE: on hold, off hold, or another address. Without a description it wants an offer of ours. */
  #offered(sdp: string | undefined): string | undefined {
    const live = this.#live;
    if (live === undefined) return undefined;
    const far = sdp === undefined ? undefined : readDescription(sdp);
    if (sdp !== undefined && far === undefined) return undefined;
    live.version += 1;
    if (far !== undefined) {
      live.sound.connect(far);
      this.#change({ held: !far.hears });
    }
    const { session, version, socket } = live;
    return writeDescription({ address: HOST, port: socket.port, session, version }, far);
  }

  #press(key: string): void {
    const live = this.#live;
    if (live?.shown.state !== "talking") {
      this.deps.say({ say: "refused", why: "no_call" });
      return;
    }
    live.sound.press(key);
    live.shown = { ...live.shown, pressed: (live.shown.pressed + key).slice(-40) };
  }

  #heardKey(key: string): void {
    if (this.#live !== undefined) this.#change({ heardKeys: (this.#live.shown.heardKeys + key).slice(-40) });
  }

  #change(change: Partial<CallShown>): void {
    if (this.#live === undefined) return;
    this.#live.shown = { ...this.#live.shown, ...change };
    this.show();
  }

  async #connectPage(offer: string): Promise<void> {
    this.#page?.close();
    this.#page = undefined;
    this.#pageState = "connecting";
    let mine: PageSound | undefined;
    try {
      const { sound, answer } = await PageSound.answer(
        offer,
        this.#toPage.ssrc,
        this.deps.host,
        (packet) => this.#live?.sound.fromPage(packet),
        (state) => {
          // A connection that was replaced has nothing to say any more.
          if (mine !== undefined && this.#page !== mine) return;
          this.#pageState = state === "closed" ? "none" : state;
          this.show();
        },
      );
      mine = sound;
      this.#page = sound;
      this.deps.say({ say: "sound", answer });
    } catch {
      this.#pageState = "none";
      this.deps.say({ say: "refused", why: "sound_unusable" });
    }
    this.show();
  }
}

function endOf(status: number): CallEnd {
  if (status === 486 || status === 600) return "busy";
  if (status === 480 || status === 487) return "no_answer";
  if (status === 404 || status === 484 || status === 604) return "unknown_number";
  if (status === 603) return "declined";
  // The library's own answer to an INVITE that nobody answers, and the center's without its server.
  if (status === 408 || status === 503) return "no_center";
  return status === 488 ? "no_sound" : "failed";
}
