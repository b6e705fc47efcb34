import type { CallShown, FromPage, SoundShown, Talk, ToPage } from "../wire/page-wire.js";
import {
  askForMicrophone,
  BrowserSound,
  type MicrophoneTrouble,
  mayAskForMicrophone,
  troubleOf,
} from "./browser-sound.js";
import { Link, type LinkState } from "./link.js";
import { Ringer } from "./ringer.js";

/** A number of the center, and what it is called there. */
export interface NumberToCall {
  readonly number: string;
  readonly name: string;
}

export interface PhoneView {
  readonly link: LinkState;
  readonly call: CallShown | null;
  readonly talk: Talk;
  readonly muted: boolean;
  readonly own: string;
  readonly sound: "none" | "connecting" | "connected";
  readonly levels: SoundShown;
  readonly microphone: MicrophoneTrouble;
  /** The browser plays nothing before it was touched. */
  readonly blocked: boolean;
  /** It rings, and the browser lets nobody hear it before the page was touched. */
  readonly ringsSilently: boolean;
  readonly refused: Extract<ToPage, { say: "refused" }>["why"] | null;
  /** What can be dialled. */
  readonly numbers: readonly NumberToCall[];
}

const quiet: SoundShown = {
  saysDb: -100,
  hearsDb: -100,
  hearsOwnTone: false,
  packetsSent: 0,
  packetsReceived: 0,
  packetsLost: 0,
};

/** The demo contact who is known by phone; a number that is kept free for fiction. */
const OWN_AT_FIRST = "+1 503 555 0142";
const OWN_KEY = "patchbay.test-phone.own";
const PHONE_KEY = "patchbay.test-phone.id";

/** The phone as the page has it. Its process decides; this shows, asks, and holds the sound. */
export class PhoneModel {
  #view: PhoneView;
  readonly #listeners = new Set<() => void>();
  readonly #link: Link;
  #sound: BrowserSound | undefined;
  readonly #ringer = new Ringer((ringsSilently) => {
    if (ringsSilently !== this.#view.ringsSilently) this.#change({ ringsSilently });
  });
  #first = true;

  constructor() {
    const canSpeak = mayAskForMicrophone();
    this.#view = {
      link: "connecting",
      call: null,
      talk: canSpeak ? "microphone" : "tone",
      muted: false,
      own: kept(localStorage, OWN_KEY) ?? OWN_AT_FIRST,
      sound: "none",
      levels: quiet,
      microphone: canSpeak ? "none" : "insecure",
      blocked: false,
      ringsSilently: false,
      refused: null,
      numbers: [],
    };
    this.#link = new Link(
      phoneId(),
      () => this.#view.own,
      (message) => this.#take(message),
      (link) => {
        if (link === this.#view.link) return;
        this.#change({ link });
        if (link === "open") void this.#readNumbers();
      },
    );
    this.#link.open();
  }

  readonly view = (): PhoneView => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async dial(to: string): Promise<void> {
    this.#change({ refused: null });
    await this.#openSound();
    this.#say({ say: "dial", to });
  }

  async answer(): Promise<void> {
    await this.#openSound();
    this.#say({ say: "answer" });
  }

  hangUp(): void {
    this.#say({ say: "hang_up" });
  }

  press(key: string): void {
    this.#say({ say: "press", key });
  }

  mute(muted: boolean): void {
    this.#sound?.mute(muted);
    this.#say({ say: "mute", muted });
  }

  async chooseTalk(talk: Talk): Promise<void> {
    this.#change({ talk, microphone: mayAskForMicrophone() ? "none" : "insecure" });
    this.#say({ say: "talk", talk });
    if (isUp(this.#view.call)) await this.#openSound();
  }

  setOwn(own: string): void {
    keep(localStorage, OWN_KEY, own);
    this.#change({ own });
    this.#say({ say: "own", own });
  }

  play(): void {
    this.#sound?.play();
  }

  /** After another tab of this phone took it over. */
  takeOver(): void {
    this.#link.open();
  }

  #say(message: FromPage): void {
    this.#link.say(message);
  }

  #take(message: ToPage): void {
    if (message.say === "levels") this.#change({ levels: message.levels });
    else if (message.say === "refused") this.#change({ refused: message.why });
    else if (message.say === "sound") this.#sound?.answered(message.answer).catch(() => this.#closeSound());
    else this.#shown(message);
  }

  #shown({ call, muted, sound, talk }: Extract<ToPage, { say: "phone" }>): void {
    const wasUp = isUp(this.#view.call);
    this.#change({ call, muted, sound, ...(isUp(call) ? {} : { levels: this.#view.levels }) });
    if (isRinging(call)) this.#ringer.start();
    else this.#ringer.stop();
    if (wasUp && !isUp(call)) {
      // There may be one that has just been added.
      if (call?.end === "unknown_number") void this.#readNumbers();
      this.#closeSound();
      this.#change({ levels: { ...this.#view.levels, saysDb: -100, hearsDb: -100, hearsOwnTone: false } });
    }
    if (this.#first) {
      this.#first = false;
      // A call outlived this page's reload: it says what the phone says, and the page gets its sound back.
      if (isUp(call) && call?.state !== "ringing") {
        this.#change({ talk });
        void this.#openSound();
      } else if (talk !== this.#view.talk) this.#say({ say: "talk", talk: this.#view.talk });
    }
  }

  /** Without an answer those that are known stay. */
  async #readNumbers(): Promise<void> {
    try {
      const answer = await fetch("/phone/numbers");
      // Our own server wrote it.
      if (answer.ok)
        this.#change({ numbers: ((await answer.json()) as { numbers: NumberToCall[] }).numbers });
    } catch {
      // The server is away; the link says so.
    }
  }

  /** Asks for the microphone when it is to be used; without one the test tone speaks. */
  async #openSound(): Promise<void> {
    this.#closeSound();
    let microphone: MediaStreamTrack | undefined;
    if (this.#view.talk === "microphone") {
      try {
        microphone = await askForMicrophone();
      } catch (cause) {
        this.#change({ microphone: troubleOf(cause), talk: "tone" });
        this.#say({ say: "talk", talk: "tone" });
      }
    }
    const sound = new BrowserSound(
      (blocked) => this.#change({ blocked }),
      () => this.#closeSound(),
    );
    this.#sound = sound;
    sound.mute(this.#view.muted);
    const offer = await sound.offer(microphone);
    if (this.#sound === sound) this.#say({ say: "sound", offer });
  }

  #closeSound(): void {
    this.#sound?.close();
    this.#sound = undefined;
  }

  #change(change: Partial<PhoneView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Somebody calls, and nobody has answered. */
export const isRinging = (call: CallShown | null): boolean =>
  call?.direction === "in" && call.state === "ringing";

/** A call that is not over, either way. */
export function isUp(call: CallShown | null): boolean {
  return call !== null && call.state !== "over";
}

/** One phone a tab, and the same one after a reload. */
function phoneId(): string {
  const known = kept(sessionStorage, PHONE_KEY);
  if (known !== undefined) return known;
  // Random, version 4; crypto.randomUUID is not there on plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  keep(sessionStorage, PHONE_KEY, id);
  return id;
}

/** Storage may be switched off. */
function kept(storage: Storage, key: string): string | undefined {
  try {
    return storage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function keep(storage: Storage, key: string, value: string): void {
  try {
    storage.setItem(key, value);
  } catch {
    // Then it lasts as long as the page.
  }
}
