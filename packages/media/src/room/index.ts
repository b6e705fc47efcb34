/** One call's sound, tick by tick. Rules: SPEC.md, ROO. */
export { type FrameSink, RECORDING_RATE, Room } from "./room.js";
