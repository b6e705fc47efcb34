/** Everything that sounds and is no party. Rules: SPEC.md, SRC and WAV. */
export { DtmfDetector } from "./dtmf-detector.js";
export { toneAmplitude } from "./goertzel.js";
export { composeMusic, MUSIC_MS } from "./music.js";
export { oggOpusDurationMs } from "./ogg-opus.js";
export { loadPrompts, type Prompts } from "./prompts.js";
export { Clip, LoopSource, PromptPlayer, type SoundSource } from "./sound.js";
export { beep, progressTones, type TonePlan, ToneSource } from "./tones.js";
export { clipFromUpload, type UploadRejection, uploadKind } from "./upload.js";
export { readWav, WAV_HEADER_BYTES, type WavSound, wavFile, wavHeader } from "./wav.js";
