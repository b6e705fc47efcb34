export type { Recorded } from "./recording.js";
export { SoundRecorder } from "./SoundRecorder.js";
