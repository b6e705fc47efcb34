import { FOLLOW_UP_AHEAD_MAX_MS, type FollowUpForm, type FollowUpView } from "@patchbay/protocol";
import type { KeptFollowUp } from "../../state/kept.js";
import { instantOf, localTimeIn, shortcutTime } from "./due.js";

/** A form as it is being filled in. */
export type FollowUpDraft = KeptFollowUp;

/** What the agent types into it. */
export type FollowUpFields = Pick<
  FollowUpDraft,
  "kind" | "date" | "time" | "timeZone" | "note" | "number" | "assigneeId"
>;

/** A call when there is a number to call, tomorrow morning, for oneself. */
export function newDraft(given: {
  readonly followUpId: string;
  readonly interactionId: string;
  readonly customer: string;
  readonly numbers: readonly string[];
  readonly me: string;
  readonly timeZone: string;
  readonly now: number;
}): FollowUpDraft {
  const { followUpId, interactionId, customer, numbers, me, timeZone, now } = given;
  return {
    ...{ followUpId, version: null, interactionId, customer, numbers, timeZone },
    kind: numbers.length > 0 ? "call" : "task",
    ...shortcutTime("tomorrow", timeZone, now),
    note: "",
    number: numbers[0] ?? "",
    assigneeId: me,
  };
}

export const draftOf = (view: FollowUpView): FollowUpDraft => ({
  followUpId: view.followUpId,
  version: view.version,
  interactionId: view.interactionId,
  customer: view.contact.name,
  numbers: view.number === null ? [] : [view.number.raw],
  kind: view.kind,
  ...localTimeIn(view.timeZone, view.dueAt),
  timeZone: view.timeZone,
  note: view.note,
  number: view.number?.raw ?? "",
  assigneeId: view.assignee.agentId,
});

/** Why it cannot be sent: a code of the server's, or that there is no such time. */
export type DraftProblem = "noTime" | "follow_up_in_past" | "follow_up_too_far" | "empty_number";

/** The fields that are in the way. */
export function problemsOf(
  draft: FollowUpDraft,
  now: number,
): { readonly time: DraftProblem | null; readonly number: DraftProblem | null } {
  const dueAt = instantOf(draft.timeZone, draft);
  // The words of one whose time is over may be changed; a new one is for a time to come.
  const mayBePast = draft.version !== null;
  return {
    time:
      dueAt === null
        ? "noTime"
        : dueAt <= now && !mayBePast
          ? "follow_up_in_past"
          : dueAt > now + FOLLOW_UP_AHEAD_MAX_MS
            ? "follow_up_too_far"
            : null,
    number: draft.kind === "call" && !/\d/.test(draft.number) ? "empty_number" : null,
  };
}

/** @returns `null` as long as there is no such time */
export function formOf(draft: FollowUpDraft): FollowUpForm | null {
  const dueAt = instantOf(draft.timeZone, draft);
  if (dueAt === null) return null;
  const { kind, timeZone, note, assigneeId } = draft;
  return {
    ...{ kind, dueAt, timeZone, note: note.trim(), assigneeId },
    number: kind === "call" ? draft.number.trim() : null,
  };
}
