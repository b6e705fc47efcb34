/** Who hears whom, as data, and the mixing by it. Rules: SPEC.md, HEA and MIX. */
export {
  type Announcement,
  type CallPicture,
  type HearingRow,
  hearingRows,
  type ListenerId,
  type PartyPicture,
  type Place,
  type RecordingTap,
  type SourceId,
} from "./hearing.js";
export { softLimit } from "./limiter.js";
export { Mixer, RAMP_MS } from "./mixer.js";
