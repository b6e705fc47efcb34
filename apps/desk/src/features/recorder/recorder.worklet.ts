/**
 * Runs in the browser's audio thread: collects the first channel of what the microphone says and hands it over in pieces,
 * without ever waiting for the page. It ends when it is told to.
 */

/** The audio thread's own names (W3C Web Audio, AudioWorkletGlobalScope), which the page's library does not have. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof RecordingProcessor): void;

/** Samples in a piece: 43 ms at 48 kHz, often enough for a level that moves with the voice. */
const PIECE_LENGTH = 2_048;

class RecordingProcessor extends AudioWorkletProcessor {
  private piece = new Float32Array(PIECE_LENGTH);
  private length = 0;
  private ended = false;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.handOver();
      this.ended = true;
      this.port.postMessage("ended");
    };
  }

  /** @returns whether it is to be called again */
  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const samples = inputs[0]?.[0];
    if (samples !== undefined && !this.ended) this.take(samples);
    return !this.ended;
  }

  private take(samples: Float32Array): void {
    for (let from = 0; from < samples.length; ) {
      const part = samples.subarray(from, from + PIECE_LENGTH - this.length);
      this.piece.set(part, this.length);
      this.length += part.length;
      from += part.length;
      if (this.length === PIECE_LENGTH) this.handOver();
    }
  }

  private handOver(): void {
    if (this.length === 0) return;
    const samples = this.piece.slice(0, this.length);
    this.length = 0;
    this.port.postMessage(samples, [samples.buffer]);
  }
}

registerProcessor("recording", RecordingProcessor);
