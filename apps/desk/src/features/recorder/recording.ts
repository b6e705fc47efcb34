import type { PhoneHealth } from "../../phone/health.js";
import { closeStream, levelOf, openMicrophone } from "../../phone/microphone.js";
import workletUrl from "./recorder.worklet.ts?worker&url";
import { wavOf } from "./wav.js";

/** A sound as it was recorded. */
export interface Recorded {
  /** One channel, 16 bits, at most 24 kHz. */
  readonly wav: Blob;
  readonly durationMs: number;
  /** Whether anything louder than a quiet room was heard. */
  readonly audible: boolean;
}

/** Why there is no recording: what is wrong with the microphone, or that this browser cannot do it. */
export type RecordingProblem = PhoneHealth | "unsupported";

/** About -48 dB below full scale on the meter: breath and fans stay below, a voice at a headset does not. */
const AUDIBLE_FROM = 0.22;

interface Listener {
  /** @param level 0 to 1, as the meter shows it */
  readonly onLevel: (level: number, durationMs: number) => void;
  /** The longest time is over, or the microphone has gone: what there is is kept. */
  readonly onOver: () => void;
}

/** The microphone while it records. Made by `startRecording`; ends by `stop` or `drop`. */
export class Recording {
  private readonly pieces: Float32Array[] = [];
  private length = 0;
  private loudest = 0;
  private ended: (() => void) | null = null;
  private over = false;

  constructor(
    private readonly stream: MediaStream,
    private readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
    private readonly maxMs: number,
    private readonly listener: Listener,
  ) {
    node.port.onmessage = ({ data }: MessageEvent<Float32Array | "ended">) => {
      if (data === "ended") this.ended?.();
      else this.take(data);
    };
    for (const track of stream.getAudioTracks()) track.addEventListener("ended", () => this.tellOver());
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
  }

  /** Ends it, with what was said to the last sample. */
  async stop(): Promise<Recorded> {
    this.over = true;
    // A context that the system has stopped hands over nothing more: what is here is what there is.
    const asked = this.context.state === "running";
    if (asked)
      await new Promise<void>((resolve) => {
        this.ended = resolve;
        this.node.port.postMessage("end");
      });
    this.close();
    return {
      wav: wavOf(this.pieces, this.context.sampleRate),
      durationMs: this.durationMs,
      audible: this.loudest >= AUDIBLE_FROM,
    };
  }

  /** Ends it, and nothing of it is kept. */
  drop(): void {
    this.over = true;
    this.close();
  }

  private get durationMs(): number {
    return (this.length / this.context.sampleRate) * 1_000;
  }

  private take(piece: Float32Array): void {
    const room = Math.ceil((this.maxMs * this.context.sampleRate) / 1_000) - this.length;
    const kept = piece.length > room ? piece.subarray(0, Math.max(0, room)) : piece;
    if (kept.length > 0) {
      this.pieces.push(kept);
      this.length += kept.length;
      const level = levelOf(kept);
      this.loudest = Math.max(this.loudest, level);
      if (!this.over) this.listener.onLevel(level, this.durationMs);
    }
    if (kept.length === room || room <= 0) this.tellOver();
  }

  private tellOver(): void {
    if (this.over) return;
    this.over = true;
    this.listener.onOver();
  }

  private close(): void {
    this.node.disconnect();
    closeStream(this.stream);
    void this.context.close();
  }
}

/**
 * Opens the microphone (the browser may ask) and records from the first moment on.
 *
 * @param microphone the chosen one; `null`: the system's choice
 */
export async function startRecording(
  microphone: string | null,
  maxMs: number,
  listener: Listener,
): Promise<Recording | RecordingProblem> {
  const opened = await openMicrophone({
    deviceId: microphone,
    noiseSuppression: true,
    autoGain: true,
  });
  if (!opened.ok) return opened.health;
  const context = new AudioContext();
  try {
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, "recording", {
      numberOfInputs: 1,
      // Its output is silence; only a node that leads to the loudspeaker is sure to be run by every browser.
      numberOfOutputs: 1,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    await context.resume();
    return new Recording(opened.stream, context, node, maxMs, listener);
  } catch {
    closeStream(opened.stream);
    void context.close();
    return "unsupported";
  }
}
