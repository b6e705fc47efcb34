import type { RecordingFiles } from "./recording-files.js";
import type { RecordingRows } from "./recording-rows.js";

export interface RecordingProblem {
  readonly code: "recording_missing" | "recording_differs";
  /** The recording's id. */
  readonly subject: string;
  readonly detail: string;
}

const PAGE = 200;

/** Compares the files of all kept recordings with what was told of them when they were written: length and digest. */
export async function verifyRecordings(
  rows: RecordingRows,
  files: Pick<RecordingFiles, "digest">,
): Promise<{ readonly checked: number; readonly problems: readonly RecordingProblem[] }> {
  const problems: RecordingProblem[] = [];
  let checked = 0;
  for (let after = ""; ; ) {
    const page = await rows.inState("kept", { after, limit: PAGE });
    for (const { recordingId, file, bytes, sha256 } of page) {
      after = recordingId;
      checked += 1;
      const found = await files.digest(file);
      if (found === undefined)
        problems.push({
          code: "recording_missing",
          subject: recordingId,
          detail: `there is no file ${file}`,
        });
      else if (found.bytes !== bytes || found.sha256 !== sha256)
        problems.push({
          code: "recording_differs",
          subject: recordingId,
          detail: `${file} has ${found.bytes} bytes and the digest ${found.sha256}, not ${bytes} and ${sha256}`,
        });
    }
    if (page.length < PAGE) return { checked, problems };
  }
}
