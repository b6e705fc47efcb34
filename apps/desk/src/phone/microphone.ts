import { healthOfMicrophoneError, type PhoneHealth } from "./health.js";

export type OpenedMicrophone =
  | { readonly ok: true; readonly stream: MediaStream; readonly track: MediaStreamTrack }
  | { readonly ok: false; readonly name: string; readonly health: PhoneHealth };

/** Which microphone, and what the browser does to its sound. */
export interface MicrophoneWish {
  /** `null`: the system's choice. */
  readonly deviceId: string | null;
  readonly noiseSuppression: boolean;
  readonly autoGain: boolean;
}

/**
 * Opens the chosen microphone, or another one when that has gone: a call with the wrong microphone is better than none.
 * The browser asks for permission when nobody has given it; callers explain why before.
 */
export async function openMicrophone(wish: MicrophoneWish): Promise<OpenedMicrophone> {
  const { deviceId, noiseSuppression, autoGain } = wish;
  // Only pages from a safe origin (https, localhost) have devices at all.
  if (navigator.mediaDevices === undefined)
    return { ok: false, name: "SecurityError", health: healthOfMicrophoneError("SecurityError") };
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression,
    autoGainControl: autoGain,
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    const [track] = stream.getAudioTracks();
    if (track === undefined) return { ok: false, name: "NotFoundError", health: "mic_missing" };
    return { ok: true, stream, track };
  } catch (cause) {
    const name = cause instanceof DOMException || cause instanceof TypeError ? cause.name : "NotFoundError";
    if (deviceId !== null && (name === "OverconstrainedError" || name === "NotFoundError"))
      return openMicrophone({ ...wish, deviceId: null });
    return { ok: false, name, health: healthOfMicrophoneError(name) };
  }
}

export const closeStream = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};

export type Permission = "granted" | "prompt" | "denied";

/** Whether the browser would ask. Browsers that do not tell are taken to have granted when they show device names. */
export async function microphonePermission(): Promise<Permission> {
  if (navigator.mediaDevices === undefined) return "denied";
  try {
    return (await navigator.permissions.query({ name: "microphone" })).state;
  } catch {
    const listed = await navigator.mediaDevices.enumerateDevices();
    return listed.some(({ kind, label }) => kind === "audioinput" && label !== "") ? "granted" : "prompt";
  }
}

/** Calls back when the agent gives or takes the permission in the browser's own settings. */
export function onPermission(listener: () => void): () => void {
  let status: PermissionStatus | null = null;
  let stopped = false;
  void navigator.permissions
    ?.query({ name: "microphone" })
    .then((found) => {
      if (stopped) return;
      status = found;
      found.addEventListener("change", listener);
    })
    .catch(() => undefined);
  return () => {
    stopped = true;
    status?.removeEventListener("change", listener);
  };
}

/** How loud a stream is: 0 (still) to 1, for a meter. */
export class LevelMeter {
  private readonly context = new AudioContext();
  private readonly analyser = this.context.createAnalyser();
  private readonly samples = new Float32Array(1_024);

  constructor(stream: MediaStream) {
    this.analyser.fftSize = this.samples.length;
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    void this.context.resume();
  }

  read(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    return levelOf(this.samples);
  }

  close(): void {
    void this.context.close();
  }
}

/** From the effective value of samples in -1..1 to a bar: 60 dB below full scale is empty, 6 dB below is full. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 54));
}
