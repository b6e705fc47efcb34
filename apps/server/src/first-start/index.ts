export { FirstLink } from "./first-link.js";
export { type FirstStartDeps, registerFirstStart } from "./register-first-start.js";
export { addUsualReasons } from "./usual-reasons.js";
