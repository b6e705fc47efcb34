import { type Resampler, resampler, type SampleRate } from "../codec/index.js";
import type { MediaLeg } from "../leg/index.js";
import {
  type CallPicture,
  type HearingRow,
  hearingRows,
  type ListenerId,
  Mixer,
  type SourceId,
} from "../mix/index.js";
import type { SoundSource } from "../source/index.js";

/** Takes the two channels of a recording, frame by frame, silence included. `RecordingWriter` is one. */
export interface FrameSink {
  write(channels: readonly Int16Array[]): void;
}

/** Rate of recordings: rooms that mix wider are brought down, so that a file never changes its rate. In Hz. */
export const RECORDING_RATE: SampleRate = 8000;

interface LegInRoom {
  readonly leg: MediaLeg;
  /** Rates for which the two below were made. */
  receiveRate: SampleRate;
  sendRate: SampleRate;
  up: Resampler;
  down: Resampler;
}

interface Recording {
  readonly spoken: ListenerId;
  readonly heard: ListenerId;
  readonly sink: FrameSink;
  toFile: readonly [Resampler, Resampler];
}

/**
 * One call: legs, sounds, who hears whom, recordings. Each tick takes 20 ms from everybody and gives 20 ms to
 * everybody. The room mixes at 8 kHz while all legs are narrowband, else at 16 kHz.
 */
export class Room {
  readonly #legs = new Map<string, LegInRoom>();
  readonly #sources = new Map<SourceId, SoundSource>();
  readonly #recordings = new Map<string, Recording>();
  #mixer = new Mixer(8000);
  #rate: SampleRate = 8000;
  #rows: readonly HearingRow[] = [];

  /** Rate of mixing, in Hz. */
  get sampleRate(): SampleRate {
    return this.#rate;
  }

  get rows(): readonly HearingRow[] {
    return this.#rows;
  }

  /** A party without a row is neither heard nor hears anything, so the order of this and `setPicture` is free. */
  addLeg(leg: MediaLeg): void {
    this.#legs.set(leg.id, this.#fitted(leg));
  }

  /** Takes the leg out without closing it: it may go to another room. */
  removeLeg(id: string): void {
    this.#legs.delete(id);
    this.#mixer.forget(id);
  }

  addSource(id: SourceId, source: SoundSource): void {
    this.#sources.set(id, source);
  }

  removeSource(id: SourceId): void {
    this.#sources.delete(id);
  }

  /** The call as the core sees it now. Fades over to it within 8 ms. */
  setPicture(picture: CallPicture): void {
    this.#rows = hearingRows(picture);
    this.#mixer.setRows(this.#rows);
  }

  /** Channels are the listeners of a tap in the picture: without a tap, or while it is paused, silence is written. */
  addRecording(id: string, recording: { spoken: ListenerId; heard: ListenerId; sink: FrameSink }): void {
    this.#recordings.set(id, { ...recording, ...this.#toFile() });
  }

  /** The caller closes the sink. */
  removeRecording(id: string): void {
    const recording = this.#recordings.get(id);
    this.#recordings.delete(id);
    if (recording === undefined) return;
    this.#mixer.forget(recording.spoken);
    this.#mixer.forget(recording.heard);
  }

  /** Sources whose sound reached nobody in this tick are read all the same: a prompt ends in its time. */
  tick(nowMs: number): void {
    this.#fitRate();
    const frames = new Map<SourceId, Int16Array>();
    for (const [id, inRoom] of this.#legs) frames.set(id, inRoom.up.process(inRoom.leg.pull(nowMs)));
    for (const [id, source] of this.#sources) {
      const frame = source.read(this.#rate);
      if (frame !== undefined) frames.set(id, frame);
    }
    for (const [id, inRoom] of this.#legs)
      inRoom.leg.send(inRoom.down.process(this.#mixer.mixFor(id, frames)), nowMs);
    for (const recording of this.#recordings.values()) {
      const [spoken, heard] = recording.toFile;
      recording.sink.write([
        spoken.process(this.#mixer.mixFor(recording.spoken, frames)),
        heard.process(this.#mixer.mixFor(recording.heard, frames)),
      ]);
    }
  }

  /** A leg may change its codec in the middle of a call, and so its rate. */
  /** A leg may change its codec in the middle of a call, and so its rate. */
  #fitRate(): void {
    let wide = false;
    for (const { leg } of this.#legs.values())
      if (leg.receiveRate !== 8000 || leg.sendRate !== 8000) wide = true;
    const rate: SampleRate = wide ? 16_000 : 8000;
    if (rate !== this.#rate) {
      this.#rate = rate;
      const mixer = new Mixer(rate);
      mixer.adopt(this.#mixer);
      this.#mixer = mixer;
      for (const recording of this.#recordings.values()) Object.assign(recording, this.#toFile());
      for (const [id, { leg }] of this.#legs) this.#legs.set(id, this.#fitted(leg));
      return;
    }
    for (const [id, { leg, receiveRate, sendRate }] of this.#legs)
      if (leg.receiveRate !== receiveRate || leg.sendRate !== sendRate) this.#legs.set(id, this.#fitted(leg));
  }

  #fitted(leg: MediaLeg): LegInRoom {
    const { receiveRate, sendRate } = leg;
    const up = resampler(receiveRate, this.#rate);
    return { leg, receiveRate, sendRate, up, down: resampler(this.#rate, sendRate) };
  }

  #toFile(): { toFile: readonly [Resampler, Resampler] } {
    return { toFile: [resampler(this.#rate, RECORDING_RATE), resampler(this.#rate, RECORDING_RATE)] };
  }
}
