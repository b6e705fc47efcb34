/** How calls sounded: measured by the voice process, kept over time, reported by agents. Decision 0143. */
export { networkOf } from "./network-of.js";
export { QualityKeeper, type QualityKeeperDeps } from "./quality-keeper.js";
export { type MeasuredLeg, QualityRows, type QualitySample } from "./quality-rows.js";
export { callQualityView, registerCallQuality } from "./register-call-quality.js";
