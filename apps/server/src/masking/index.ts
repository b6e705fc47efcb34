export { PATTERN_LENGTH_MAX, type PatternProblem, patternProblem } from "./expressions.js";
export { maskBody, maskSubmission } from "./mask-content.js";
export { BULLET, hides, type Masked, maskPreview, maskText } from "./mask-text.js";
export { ruleOfEntry, strictestRule } from "./rules.js";
