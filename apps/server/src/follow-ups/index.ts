/** What agents are to do after an interaction: who may make, see and change it. Decisions 0190 to 0192. */
export { type FollowUpChange, FollowUps, type FollowUpsRefusal } from "./follow-ups.js";
export { mayChange, supervisedBy } from "./rights.js";
