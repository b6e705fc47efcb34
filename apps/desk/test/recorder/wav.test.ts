import { describe, expect, test } from "vitest";
import { wavOf } from "../../src/features/recorder/wav.js";

const tone = (hertz: number, sampleRate: number, seconds: number, loudness = 0.5): Float32Array =>
  Float32Array.from(
    { length: sampleRate * seconds },
    (_, index) => loudness * Math.sin((2 * Math.PI * hertz * index) / sampleRate),
  );

async function read(
  wav: Blob,
): Promise<{ readonly rate: number; readonly samples: Int16Array; readonly head: string }> {
  const bytes = await wav.arrayBuffer();
  const view = new DataView(bytes);
  expect(view.getUint32(40, true)).toBe(bytes.byteLength - 44);
  expect(view.getUint32(4, true)).toBe(bytes.byteLength - 8);
  expect([view.getUint16(20, true), view.getUint16(22, true), view.getUint16(34, true)]).toEqual([1, 1, 16]);
  const head = new TextDecoder().decode(bytes.slice(0, 4)) + new TextDecoder().decode(bytes.slice(8, 16));
  return { rate: view.getUint32(24, true), samples: new Int16Array(bytes.slice(44)), head };
}

/** Goertzel: how much of a frequency is in samples, as the amplitude of a sine. */
function amplitude(samples: Int16Array, hertz: number, rate: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / rate);
  let [last, before] = [0, 0];
  for (const sample of samples) [last, before] = [sample + turn * last - before, last];
  return (2 * Math.sqrt(last ** 2 + before ** 2 - turn * last * before)) / samples.length;
}

describe("A recording as a file", () => {
  test("has one channel of 16 bits, in the order in which it was said, and cuts what is too loud", async () => {
    const { rate, samples, head } = await read(
      wavOf([Float32Array.of(0, 0.5), Float32Array.of(-0.5, 2, -2)], 16_000),
    );
    expect(head).toBe("RIFFWAVEfmt ");
    expect(rate).toBe(16_000);
    expect([...samples]).toEqual([0, 16_384, -16_383, 32_767, -32_767]);
  });

  test.each([
    [48_000, 24_000],
    [44_100, 22_050],
    [96_000, 24_000],
  ])(
    "of %i Hz has %i Hz: a voice stays as it is, and what is too high does not come back as something else",
    async (from, to) => {
      const { rate, samples } = await read(wavOf([tone(1_000, from, 1), tone(to - 1_000, from, 1)], from));
      expect(rate).toBe(to);
      expect(samples.length).toBe(2 * to);
      expect(amplitude(samples.subarray(200, to - 200), 1_000, to)).toBeGreaterThan(0.49 * 32_767);
      // Without the filter it would be heard at 1000 Hz, as loud as it was.
      expect(amplitude(samples.subarray(to + 200), 1_000, to)).toBeLessThan(0.001 * 32_767);
    },
  );

  test("of nothing is a file without a sample", async () => {
    expect((await read(wavOf([], 48_000))).samples.length).toBe(0);
  });
});
