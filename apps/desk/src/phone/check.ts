import { hearVoiceFrames, type PhoneCheckFrame } from "../state/voice-frames.js";
import { type ConnectionOptions, type Fault, PhoneConnection } from "./connection.js";
import { type CheckFacts, healthOfCheck, PACKETS_ENOUGH, type PhoneHealth, SILENT_BELOW } from "./health.js";

export type EchoOptions = Pick<
  ConnectionOptions,
  "iceServers" | "microphone" | "speaker" | "volume" | "wire"
> & {
  /** `null`: the browser does not tell which loudspeakers there are. */
  readonly speakerThere: boolean | null;
};

/** How long packets and a sound are waited for once the connection stands. */
const LISTEN_MS = 3_000;
const LOOK_MS = 200;

/** One echo connection to the server and what is learned by it. */
class Echo {
  readonly facts: { -readonly [K in keyof CheckFacts]: CheckFacts[K] };
  readonly connection: PhoneConnection;
  private readonly stopHearing: () => void;

  constructor(
    { speakerThere, ...options }: EchoOptions,
    audible: boolean,
    private readonly on: {
      readonly connected: () => void;
      readonly fault: () => void;
      readonly frame: (frame: PhoneCheckFrame) => void;
      readonly waitingForTouch: (waiting: boolean) => void;
    },
  ) {
    this.facts = {
      microphone: "ok",
      speakerThere,
      answered: null,
      ice: null,
      packetsReceived: null,
      energy: null,
    };
    this.connection = new PhoneConnection({
      ...options,
      interactionId: null,
      muted: false,
      audible,
      onConnected: () => {
        this.facts.answered = true;
        this.facts.ice = "connected";
        this.on.connected();
      },
      onFault: (fault) => {
        this.failed(fault);
        this.on.fault();
      },
      onWaitingForTouch: this.on.waitingForTouch,
    });
    this.stopHearing = hearVoiceFrames((frame) => {
      if (frame.frame !== "phone_check" || frame.phoneId !== this.connection.phoneId) return;
      this.facts.packetsReceived = Math.max(this.facts.packetsReceived ?? 0, frame.packetsReceived);
      this.on.frame(frame);
    });
  }

  async measure(): Promise<void> {
    this.facts.energy = await this.connection.energy();
  }

  end(): void {
    this.stopHearing();
    this.connection.close(true);
  }

  private failed(fault: Fault): void {
    if (fault.at === "microphone") this.facts.microphone = fault.name;
    else if (fault.at === "server") this.facts.answered = false;
    else this.facts.ice = "failed";
  }
}

/** Opens microphone and connection, listens for a moment, and closes everything again. Nothing is heard. */
export function checkPhone(options: EchoOptions): Promise<PhoneHealth> {
  return new Promise((resolve) => {
    let listening: number | undefined;
    const done = (): void => {
      window.clearInterval(listening);
      echo.end();
      resolve(healthOfCheck(echo.facts));
    };
    const listen = (): void => {
      if (listening !== undefined) return;
      const until = Date.now() + LISTEN_MS;
      listening = window.setInterval(() => {
        void echo.measure().then(() => {
          const { packetsReceived, energy } = echo.facts;
          const enough =
            (packetsReceived ?? 0) >= PACKETS_ENOUGH && (energy === null || energy >= SILENT_BELOW);
          if (enough || Date.now() >= until) done();
        });
      }, LOOK_MS);
    };
    const echo = new Echo(options, false, {
      connected: listen,
      fault: done,
      frame: () => undefined,
      waitingForTouch: () => undefined,
    });
    void echo.connection.open();
  });
}

export interface RunningEcho {
  readonly setVolume: (volume: number) => void;
  readonly stop: () => Promise<PhoneHealth>;
}

/** The agent's own test: it goes on until it is ended, and the agent hears itself. */
export function startEcho(
  options: EchoOptions,
  on: {
    readonly frame: (frame: PhoneCheckFrame) => void;
    readonly stream: (stream: MediaStream | null) => void;
    /** It could not be begun, or was broken off. */
    readonly ended: (health: PhoneHealth) => void;
    readonly waitingForTouch: (waiting: boolean) => void;
  },
): RunningEcho {
  const echo = new Echo(options, true, {
    connected: () => on.stream(echo.connection.stream),
    fault: () => {
      echo.end();
      on.ended(healthOfCheck(echo.facts));
    },
    frame: on.frame,
    waitingForTouch: on.waitingForTouch,
  });
  void echo.connection.open();
  return {
    setVolume: (volume) => echo.connection.setSpeaker(options.speaker, volume),
    stop: async () => {
      await echo.measure();
      echo.end();
      return healthOfCheck(echo.facts);
    },
  };
}
