import { Clip } from "@patchbay/media";
import { beforeEach, describe, expect, it } from "vitest";
import type { MailboxRecording } from "../src/workers/call-recordings.js";
import { startMailbox } from "../src/workers/mailbox.js";
import type { Play } from "../src/workers/plays.js";

const FRAME_MS = 20;
const silence = new Int16Array(160);
const words = new Int16Array(160).fill(2_000);

let recording: MailboxRecording | null;
let ended: number;
let recorded: number[];
let written: number;

beforeEach(() => {
  recording = null;
  ended = 0;
  recorded = [];
  written = 0;
});

const begin = (greetingMs = 100, maxMs = 60_000): Play =>
  startMailbox(
    { id: "box", to: ["call.l1"], kind: "voicemail", prompts: [], recordingId: "call.r1", maxMs },
    {
      greeting: [new Clip(new Int16Array(8 * greetingMs).fill(500), 8_000)],
      recordings: {
        beginMailbox: (_recordingId, _legId, given) => {
          recording = given;
        },
        endMailbox: () => {
          ended += 1;
        },
      },
      recorded: (durationMs) => void recorded.push(durationMs),
      changed: () => {},
    },
  );
/** Plays until the tone is over. @returns how long it took, in ms */
async function hearTone(play: Play): Promise<number> {
  for (let ms = 0; ms < 5_000; ms += FRAME_MS) {
    if (recording !== null) return ms;
    play.source.read(8_000);
    await Promise.resolve();
  }
  throw new Error("the tone did not end");
}
/** The caller's sound, as the room writes it: nothing was said by an agent. */
async function speaks(frame: Int16Array, ms: number): Promise<void> {
  const write = (): void => {
    written += 1;
  };
  const sink = recording?.listener.before({ write });
  for (let at = 0; at < ms; at += FRAME_MS) sink?.write([silence, frame]);
  await Promise.resolve();
}

describe("a mailbox", () => {
  it("begins with the end of its tone, and # goes there at once", async () => {
    expect(await hearTone(begin(1_000))).toBeGreaterThan(1_300);
    recording = null;
    const play = begin(3_000);
    play.source.read(8_000);
    play.keys?.press("1");
    play.keys?.press("#");
    expect(await hearTone(play)).toBeLessThan(500);
  });

  it("ends with #, and tells how long it was", async () => {
    const play = begin();
    await hearTone(play);
    await speaks(words, 2_000);
    expect(recorded).toEqual([]);
    play.keys?.press("#");
    await Promise.resolve();
    expect([recorded, ended, play.ended, play.keys]).toEqual([[2_000], 1, true, null]);
    expect(written).toBe(100);
  });

  it("ends with its time, and after ten seconds of silence", async () => {
    await hearTone(begin(100, 5_000));
    await speaks(words, 6_000);
    expect(recorded[0]).toBeGreaterThanOrEqual(5_000);
    recording = null;
    await hearTone(begin());
    await speaks(words, 3_000);
    await speaks(silence, 9_000);
    expect(recorded).toHaveLength(1);
    await speaks(silence, 1_000);
    expect(recorded[1]).toBe(13_000);
  });

  it("keeps neither silence nor a slip", async () => {
    for (const [frame, ms] of [
      [silence, 4_000],
      [words, 900],
    ] as const) {
      recording = null;
      const play = begin();
      await hearTone(play);
      await speaks(frame, ms);
      play.keys?.press("#");
      await Promise.resolve();
    }
    expect(recorded).toEqual([0, 0]);
  });

  it("goes on with the call when nothing can be written", async () => {
    const play = begin();
    await hearTone(play);
    await speaks(words, 2_000);
    recording?.failed();
    expect([recorded, play.ended]).toEqual([[0], true]);
    play.keys?.press("#");
    await Promise.resolve();
    expect(recorded).toEqual([0]);
  });
});
