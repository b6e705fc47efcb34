import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type RecordingOutcome, RecordingWriter } from "@patchbay/media/recording";
import type { RecordingEvent } from "../../src/recordings/index.js";

export const recordingKey = Buffer.alloc(32, 9);

/** A folder as the voice process fills it. */
export interface RecordingFolder {
  readonly folder: string;
  /**
   * Writes half seconds of a tone. `cut`: whoever wrote it was killed.
   * @returns what the voice process tells of it.
   */
  write(
    recordingId: string,
    options?: Partial<
      Pick<Extract<RecordingEvent, { type: "recording.started" }>, "agentId" | "startedAt" | "kind">
    > & {
      readonly halfSeconds?: number;
      readonly cut?: boolean;
      readonly paused?: boolean;
    },
  ): Promise<{ readonly started: RecordingEvent; readonly ended: RecordingEvent }>;
  remove(): Promise<void>;
}

export async function recordingFolder(inFolder?: string): Promise<RecordingFolder> {
  const folder = inFolder ?? (await mkdtemp(path.join(tmpdir(), "pb-recordings-")));
  return {
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
    write: async (recordingId, options = {}) => {
      const { agentId = "sofia", startedAt = Date.UTC(2026, 10, 22), halfSeconds = 4 } = options;
      const interactionId = recordingId.split(".")[0] ?? "";
      const facts = {
        recordingId,
        interactionId,
        legId: `${interactionId}.l2`,
        agentId,
        kind: options.kind ?? "call",
        startedAt,
      } as const;
      const [year, month] = new Date(startedAt).toISOString().split("-");
      const file = `${year}/${month}/${recordingId}`;
      await mkdir(path.join(folder, `${year}/${month}`), { recursive: true });
      const written = await open(path.join(folder, file), "ax");
      const writer = new RecordingWriter(() => Promise.resolve(written), facts, recordingKey);
      const sound = Int16Array.from({ length: 4_000 }, (_, at) => Math.round(9_000 * Math.sin(at / 5)));
      for (let at = 0; at < halfSeconds; at++) {
        writer.setPaused(options.paused === true && at === 1);
        writer.write([sound, sound.map((sample) => sample / 3)]);
      }
      const outcome: RecordingOutcome = await writer.close();
      if (options.cut === true) {
        const handle = await open(path.join(folder, file), "r+");
        await handle.truncate(outcome.bytes - 20);
        await handle.close();
      }
      return {
        started: { type: "recording.started", ...facts, file },
        ended: { type: "recording.ended", interactionId, recordingId, ...outcome },
      };
    },
  };
}
