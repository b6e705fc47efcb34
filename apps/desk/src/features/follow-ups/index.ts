/** What agents are to do after an interaction: the form, the list, the reminder. */
export { keyOfNew, useDraft } from "./drafts-store.js";
export { FollowUpSection } from "./FollowUpSection.js";
export { followFollowUps, showHistoryOf, useFollowUps } from "./follow-ups-store.js";
export { openNewFollowUp } from "./open-new.js";
export { Reminders, useReminds } from "./Reminders.js";
