import { open, readFile } from "node:fs/promises";
import { clipFromUpload, type UploadRejection, wavFile } from "@patchbay/media";

/** Files of one conversion: what came, and where it goes at 16 kHz and at 8 kHz. */
export interface ConversionTask {
  readonly source: string;
  readonly wide: string;
  readonly narrow: string;
  readonly durationMsMax: number;
}

export type Converted = { readonly durationMs: number } | { readonly rejected: UploadRejection["code"] };

/** Decodes and writes; both files are on the disk when it resolves. Takes all of a processor for up to seconds. */
export async function convertSound({
  source,
  wide,
  narrow,
  durationMsMax,
}: ConversionTask): Promise<Converted> {
  const outcome = await clipFromUpload(await readFile(source), durationMsMax);
  if ("rejected" in outcome) return { rejected: outcome.rejected.code };
  const { clip } = outcome;
  // Both rates are made here: a media worker that computed one would stand still for its calls.
  await write(wide, wavFile(clip.samples, clip.sampleRate));
  await write(narrow, wavFile(clip.at(8_000), 8_000));
  return { durationMs: Math.round(clip.durationMs) };
}

async function write(file: string, bytes: Buffer): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
