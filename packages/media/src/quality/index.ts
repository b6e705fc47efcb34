/** An estimate of how a call sounds. Rules: SPEC.md, QUA. */
export { mosEstimate, mosOf, type QualityFacts, rFactor } from "./e-model.js";
