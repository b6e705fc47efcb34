import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  beep,
  Clip,
  clipFromUpload,
  composeMusic,
  createCodec,
  DtmfDetector,
  LoopSource,
  loadPrompts,
  oggOpusDurationMs,
  PromptPlayer,
  progressTones,
  readWav,
  type SoundSource,
  ToneSource,
  toneAmplitude,
  uploadKind,
  wavFile,
  wavHeader,
} from "../src/index.js";
import { interleave } from "../src/source/wav.js";
import { dice, framesOf, joined, rms, roughness, sine } from "./support/sound.js";

function take(source: SoundSource, frames: number): Int16Array {
  return joined(Array.from({ length: frames }, () => source.read(8000) ?? new Int16Array(160)));
}

const fixture = (name: string): Promise<Buffer> =>
  readFile(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));

describe("sounds", () => {
  it("SRC-1 ringback and busy have the tones and cadences of their place, without clicks", () => {
    const ringback = take(new ToneSource(progressTones.ringback.us), 400);
    expect(toneAmplitude(ringback.subarray(1600, 14_400), 8000, 440)).toBeCloseTo(4000, -2);
    expect(toneAmplitude(ringback.subarray(1600, 14_400), 8000, 480)).toBeCloseTo(4000, -2);
    expect(rms(ringback.subarray(16_100, 47_900))).toBe(0);
    expect(rms(ringback.subarray(48_800, 63_000))).toBeGreaterThan(3000);
    const busy = take(new ToneSource(progressTones.busy.eu), 48);
    expect(rms(busy.subarray(0, 3800))).toBeGreaterThan(3500);
    expect(rms(busy.subarray(3850, 7670))).toBe(0);
    for (const sound of [ringback, busy]) expect(roughness(sound)).toBeLessThan(2500);
    expect(rms(take(new ToneSource(beep), 100).subarray(2900))).toBe(0);
  });

  it("SRC-2 music is the same each time, neither silent nor too loud, and loops without a seam", () => {
    const music = composeMusic(8000);
    expect(music.samples).toEqual(composeMusic(8000).samples);
    expect(music.durationMs).toBeGreaterThan(15_000);
    const second = (at: number): Int16Array => music.samples.subarray(at * 8000, (at + 1) * 8000);
    for (let at = 0; at < 17; at++) expect(rms(second(at))).toBeGreaterThan(500);
    expect(music.samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)).toBeLessThan(16_000);
    const around = Int16Array.of(...music.samples.subarray(-200), ...music.samples.subarray(0, 200));
    expect(roughness(around)).toBeLessThanOrEqual(roughness(music.samples) + 200);
    const loop = new LoopSource(music, music.durationMs - 100);
    expect([...take(loop, 10).subarray(0, 800)]).toEqual([...music.samples.subarray(-800)]);
  });

  it("SRC-3 plays clips one after the other without a gap and tells the end of each", () => {
    const player = new PromptPlayer();
    const ended: string[] = [];
    for (const [name, ms] of [
      ["one", 50],
      ["two", 30],
    ] as const)
      player.play(new Clip(sine(500, 8000, ms), 8000), (how) => ended.push(`${name} ${how}`));
    expect(take(player, 4)).toEqual(joined([sine(500, 8000, 50), sine(500, 8000, 30)]));
    expect(ended).toEqual(["one played", "two played"]);
    expect(player.read(8000)).toBeUndefined();
    expect(player.playing).toBe(false);
  });

  it("SRC-4 stops with a fade, forgets what waits, and tells it", () => {
    const player = new PromptPlayer();
    const ended: string[] = [];
    for (const name of ["one", "two"])
      player.play(new Clip(sine(500, 8000, 500), 8000), (how) => ended.push(`${name} ${how}`));
    const before = take(player, 5);
    player.stop();
    const after = take(player, 5);
    expect(ended).toEqual(["two stopped", "one stopped"]);
    expect(rms(after.subarray(160))).toBe(0);
    expect(roughness(joined([before, after]))).toBeLessThan(roughness(sine(500, 8000, 100)) * 1.2);
    player.play(new Clip(sine(500, 8000, 40), 8000));
    expect(rms(take(player, 2))).toBeGreaterThan(4000);
  });

  it("SRC-5 finds keys in the sound, each once, and none in speech-like sound", () => {
    const press = (low: number, high: number, ms: number): Int16Array => {
      const [a, b] = [sine(low, 8000, ms, { amplitude: 5000 }), sine(high, 8000, ms, { amplitude: 5000 })];
      return a.map((value, at) => value + (b[at] as number));
    };
    const quiet = new Int16Array(800);
    const sound = joined([
      press(770, 1336, 80),
      quiet,
      press(770, 1336, 60),
      quiet,
      press(941, 1477, 100),
      quiet,
    ]);
    const codec = createCodec("PCMU");
    const detector = new DtmfDetector(8000);
    const keys = framesOf(codec.decode(codec.encode(sound)), 160).map((frame) => detector.hear(frame));
    expect(keys.filter((key) => key !== undefined).join("")).toBe("55#");
    const roll = dice(4);
    const music = composeMusic(8000).samples;
    const noise = Int16Array.from({ length: 80_000 }, () => (roll() - 0.5) * 20_000);
    for (const other of [music, noise, press(770, 1900, 500), sine(770, 8000, 500)])
      for (const frame of framesOf(other, 160)) expect(detector.hear(frame)).toBeUndefined();
  });
});

describe("prompts", () => {
  it("SRC-6 has every piece that positions and waiting times need, and speech in each", async () => {
    const prompts = await loadPrompts(fileURLToPath(new URL("../prompts/en", import.meta.url)));
    const texts = Object.keys(
      JSON.parse(await readFile(new URL("../prompts/en/prompts.json", import.meta.url), "utf8")),
    );
    expect(prompts.names).toEqual(expect.arrayContaining(texts));
    for (const name of prompts.names) {
      const clip = prompts.clip(name);
      expect(clip?.durationMs, name).toBeGreaterThan(150);
      expect(rms(clip?.samples ?? []), name).toBeGreaterThan(700);
    }
    const pieces = (value: number): (string | undefined)[] =>
      prompts.number(value).map((clip) => prompts.names.find((name) => prompts.clip(name) === clip));
    expect([0, 20, 21, 90, 100, 147].map(pieces)).toEqual([
      ["number-0"],
      ["number-20"],
      ["number-20", "number-1"],
      ["number-90"],
      ["number-100"],
      ["number-100", "number-40", "number-7"],
    ]);
    for (let value = 0; value < 200; value++) expect(prompts.number(value).length).toBeGreaterThan(0);
    expect([200, -1, 1.5].map((value) => prompts.number(value).length)).toEqual([0, 0, 0]);
    expect(prompts.queuePosition(3)).toHaveLength(3);
    expect(prompts.estimatedWait(20_000)).toHaveLength(2);
    expect(prompts.estimatedWait(60_000)).toHaveLength(3);
  });
});

describe("uploads", () => {
  it.each(["tone-1000.mp3", "tone-1000.opus"])("SRC-7 takes %s for what its bytes are", async (name) => {
    const upload = await clipFromUpload(await fixture(name));
    if (!("clip" in upload)) throw new Error(upload.rejected.code);
    expect(upload.clip.sampleRate).toBe(16_000);
    expect(upload.clip.durationMs).toBeGreaterThan(440);
    expect(upload.clip.durationMs).toBeLessThan(620);
    const middle = upload.clip.samples.subarray(2000, 6000);
    expect(toneAmplitude(middle, 16_000, 1000) / (rms(middle) * Math.SQRT2)).toBeGreaterThan(0.98);
  });

  it("SRC-7 takes WAV files of any rate, channels and coding", async () => {
    const left = sine(1000, 44_100, 500);
    const stereo = interleave([left, left]);
    const codec = createCodec("PCMA");
    const coded = Buffer.from(codec.encode(sine(1000, 8000, 500)));
    const header = wavHeader({ sampleRate: 8000, channels: 1 }, coded.length);
    header.writeUInt16LE(6, 20);
    header.writeUInt16LE(8, 34);
    for (const file of [
      Buffer.concat([wavHeader({ sampleRate: 44_100, channels: 2 }, stereo.length), stereo]),
      Buffer.concat([header, coded]),
    ]) {
      const upload = await clipFromUpload(file);
      if (!("clip" in upload)) throw new Error(upload.rejected.code);
      expect(upload.clip.durationMs).toBeCloseTo(500, -1);
      expect(toneAmplitude(upload.clip.samples.subarray(800, 7200), 16_000, 1000)).toBeCloseTo(8000, -3);
    }
  });

  it("SRC-7 a long MP3 is known to be too long before all of it is decoded", async () => {
    const tone = await fixture("tone-1000.mp3");
    // Half a second after half a second: 20 MB would be an hour and a half.
    const long = Buffer.concat(Array.from({ length: 2_000 }, () => tone));
    const begun = performance.now();
    const upload = await clipFromUpload(long, 60_000);
    expect(upload).toMatchObject({ rejected: { code: "audio_too_long" } });
    expect((upload as { rejected: { durationMs: number } }).rejected.durationMs).toBeLessThan(180_000);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it("SRC-7 a clip is written as a file that reads the same, and an Ogg file tells how long it is", async () => {
    const samples = sine(1000, 16_000, 500);
    const read = readWav(wavFile(samples, 16_000));
    expect(read?.sampleRate).toBe(16_000);
    expect(read?.channels[0]).toEqual(samples);
    const ogg = await fixture("tone-1000.opus");
    const upload = await clipFromUpload(ogg);
    const decoded = "clip" in upload ? upload.clip.durationMs : 0;
    expect(Math.abs((oggOpusDurationMs(ogg) ?? 0) - decoded)).toBeLessThan(30);
    expect(oggOpusDurationMs(Buffer.from("OggS, but no more"))).toBeUndefined();
    expect([ogg, await fixture("tone-1000.mp3"), wavFile(samples, 16_000)].map(uploadKind)).toEqual([
      "ogg",
      "mp3",
      "wav",
    ]);
  });

  it("SRC-8 refuses everything else as type_blocked, and what is too long or empty", async () => {
    const refused = async (bytes: Uint8Array, max?: number): Promise<unknown> => {
      const upload = await clipFromUpload(bytes, max);
      return "rejected" in upload ? upload.rejected.code : "taken";
    };
    const ogg = Buffer.from(await fixture("tone-1000.opus"));
    ogg.write("vorbis!!", ogg.indexOf("OpusHead"));
    for (const bytes of ["", "%PDF-1.7", "RIFF....AVI ", "<svg/>", "ID3 but nothing after", "MZ"])
      expect(await refused(Buffer.from(bytes)), bytes).toBe("type_blocked");
    expect(await refused(ogg)).toBe("type_blocked");
    expect(await refused(await fixture("tone-1000.mp3"), 100)).toBe("audio_too_long");
    expect(await refused(wavHeader({ sampleRate: 8000, channels: 1 }, 0))).toBe("audio_empty");
  });
});

describe("WAV files", () => {
  it("WAV-1 reads as far as there is sound, whatever the header claims, and refuses what is no WAV", () => {
    const body = interleave([sine(440, 8000, 100)]);
    const short = Buffer.concat([wavHeader({ sampleRate: 8000, channels: 1 }, 1_000_000), body]);
    expect(readWav(short)?.channels[0]).toHaveLength(800);
    for (const bytes of [Buffer.alloc(0), Buffer.from("RIFF1234WAVEdata"), short.subarray(0, 20)])
      expect(readWav(bytes)).toBeUndefined();
  });
});
