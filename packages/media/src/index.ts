/**
 * The voice engine as a library: no process, no signalling, no rules of the contact center. `@patchbay/media/webrtc`
 * is apart, for it loads a native module that only child processes may load.
 */
export * from "./codec/index.js";
export * from "./jitter/index.js";
export * from "./leg/index.js";
export * from "./mix/index.js";
export * from "./quality/index.js";
export * from "./room/index.js";
export * from "./rtp/index.js";
export * from "./source/index.js";
export * from "./ticker/index.js";
