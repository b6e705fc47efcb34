/** What every client of a chat needs, whichever wire it speaks: keeping, sending once, trying again. */
export { browserClock, type LoopClock } from "./clock.js";
export { type Keep, memoryKeep, openKeep } from "./keep.js";
export * from "./outbox.js";
export { Sender, type SenderPorts } from "./sender.js";
export { TYPING_REPEAT_MS, TYPING_STOP_MS, TypingFade, TypingSignal } from "./typing-signal.js";
export { WireFailure } from "./wire-failure.js";
