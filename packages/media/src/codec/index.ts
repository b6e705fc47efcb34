/** Codecs by their SDP name, and changes of rate. Rules: SPEC.md, COD. */
import type { AudioCodec, CodecName } from "./codec.js";
import { pcma, pcmu } from "./g711.js";
import { g722 } from "./g722.js";
import { opus } from "./opus.js";

export { type AudioCodec, type CodecName, FRAME_MS, frameSamples, type SampleRate } from "./codec.js";
export { type Resampler, resampleClip, resampler, toInt16 } from "./resample.js";

const makers: Record<CodecName, () => AudioCodec> = { PCMU: pcmu, PCMA: pcma, G722: g722, opus };

export const codecNames = Object.keys(makers) as readonly CodecName[];

/** A fresh coder and decoder for one leg. */
export function createCodec(name: CodecName): AudioCodec {
  return makers[name]();
}
