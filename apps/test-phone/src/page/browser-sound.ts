/** Candidates of this machine are found at once; names of other networks are not needed on one machine. */
const GATHER_MS_MAX = 1_500;

export type MicrophoneTrouble = "none" | "refused" | "missing" | "insecure";

/** What a browser says about its microphone, for the words that a person needs. */
export function troubleOf(cause: unknown): MicrophoneTrouble {
  const name = cause instanceof DOMException ? cause.name : "";
  return name === "NotAllowedError" || name === "SecurityError" ? "refused" : "missing";
}

/** Browsers give their microphone to https and to this machine alone. */
export const mayAskForMicrophone = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

/** The page's end of the sound: the microphone out, the call in. */
export class BrowserSound {
  readonly #connection = new RTCPeerConnection();
  readonly #audio = new Audio();
  #microphone: MediaStreamTrack | undefined;

  /** @param blocked the browser wants a touch before it plays anything. */
  constructor(
    private readonly blocked: (isBlocked: boolean) => void,
    private readonly lost: () => void,
  ) {
    this.#connection.ontrack = ({ track }) => {
      this.#audio.srcObject = new MediaStream([track]);
      this.play();
    };
    this.#connection.onconnectionstatechange = () => {
      if (this.#connection.connectionState === "failed") this.lost();
    };
  }

  play(): void {
    this.#audio.play().then(
      () => this.blocked(false),
      () => this.blocked(true),
    );
  }

  /** @param microphone absent: it only hears. @returns the offer, with its candidates. */
  async offer(microphone: MediaStreamTrack | undefined): Promise<string> {
    this.#microphone = microphone;
    const { sender } = this.#connection.addTransceiver("audio", { direction: "sendrecv" });
    if (microphone !== undefined) await sender.replaceTrack(microphone);
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.#connection.iceGatheringState === "complete") resolve();
      };
      this.#connection.onicegatheringstatechange = look;
      look();
      setTimeout(resolve, GATHER_MS_MAX);
    });
    return this.#connection.localDescription?.sdp ?? "";
  }

  async answered(sdp: string): Promise<void> {
    await this.#connection.setRemoteDescription({ type: "answer", sdp });
  }

  mute(muted: boolean): void {
    if (this.#microphone !== undefined) this.#microphone.enabled = !muted;
  }

  /** The microphone is let go, so that the browser's mark for it goes out. */
  close(): void {
    this.#microphone?.stop();
    this.#audio.srcObject = null;
    this.#connection.close();
  }
}

/** @throws DOMException when there is none, or a person refuses it. */
export async function askForMicrophone(): Promise<MediaStreamTrack | undefined> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  return stream.getAudioTracks()[0];
}
