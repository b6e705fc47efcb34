import type { CodecName, TickLateness } from "../../packages/media/src/index.js";

/** What bench/webrtc-legs.ts says to its two processes, and they to it. */

export interface Begin {
  readonly t: "begin";
  readonly roomSize: number;
  readonly codec: CodecName;
}
export type ToRooms =
  | Begin
  | { readonly t: "answer"; readonly leg: number; readonly offer: string }
  | { readonly t: "candidate"; readonly leg: number; readonly candidate: string; readonly mid: string }
  | { readonly t: "measure" };
export type ToBrowsers =
  | Begin
  | { readonly t: "offer"; readonly leg: number }
  | { readonly t: "accept"; readonly leg: number; readonly answer: string }
  | { readonly t: "candidate"; readonly leg: number; readonly candidate: string; readonly mid: string }
  | { readonly t: "measure" };

export type Told =
  | { readonly t: "sdp"; readonly leg: number; readonly sdp: string }
  | { readonly t: "candidate"; readonly leg: number; readonly candidate: string; readonly mid: string }
  | { readonly t: "connected"; readonly leg: number }
  | {
      readonly t: "measured";
      /** Since it was asked last. */
      readonly cpuMs: number;
      readonly lateness: TickLateness;
      readonly received: number;
      /** Time that one tick took, of all rooms. */
      readonly tickP50Ms: number;
      readonly tickP99Ms: number;
      readonly rssMb: number;
    };
