import type { FrameSink } from "@patchbay/media";

/** A frame's length. */
const FRAME_MS = 20;
/** Loudness of a frame (root mean square, of 32,767) from which it counts as sound: the hum of a line is below it. */
const SOUND_RMS = 150;
/** With less sound than this, nothing was said: a click when the line is put down is none. */
const SOUND_MS_MIN = 200;
/** A message shorter than this is not kept. */
const MESSAGE_MS_MIN = 1_000;
/** Who says nothing for so long has ended. */
export const MAILBOX_SILENCE_MS_MAX = 10_000;

/** Listens to a message while it is written: how long it is, whether anything was said, and when it is over. */
export class MailboxListener {
  private lengthMs = 0;
  private soundMs = 0;
  private silentMs = 0;

  /**
   * @param maxMs the longest message.
   * @param over called once the time is over, or after long silence.
   */
  constructor(
    private readonly maxMs: number,
    private readonly over: () => void,
  ) {}

  /** What is written from now on is listened to. */
  before(sink: FrameSink): FrameSink {
    return {
      write: (channels) => {
        sink.write(channels);
        const [, heard] = channels;
        if (heard !== undefined) this.hear(heard);
      },
    };
  }

  get durationMs(): number {
    return this.lengthMs;
  }

  get worthKeeping(): boolean {
    return this.lengthMs >= MESSAGE_MS_MIN && this.soundMs >= SOUND_MS_MIN;
  }

  private hear(frame: Int16Array): void {
    this.lengthMs += FRAME_MS;
    if (rmsOf(frame) >= SOUND_RMS) {
      this.soundMs += FRAME_MS;
      this.silentMs = 0;
    } else this.silentMs += FRAME_MS;
    if (this.lengthMs >= this.maxMs || this.silentMs >= MAILBOX_SILENCE_MS_MAX) this.over();
  }
}

function rmsOf(frame: Int16Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return Math.sqrt(sum / Math.max(1, frame.length));
}
