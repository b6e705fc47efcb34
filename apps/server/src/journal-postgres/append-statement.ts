import type { AppendPlan } from "../center/append-plan.js";
import { interactionOf } from "../center/interaction-row.js";
import { eventVersions } from "./event-versions.js";

/** Parsed once per connection under this name. */
export const APPEND_STATEMENT = {
  name: "append",
  text: "select append_entries($1, $2, $3, $4, $5, $6, $7)",
} as const;

/** The `batch` of the SQL function append_entries. Lists that would be empty are left out of it. */
export function batchOf(plan: AppendPlan): string {
  const batch: Record<string, unknown> = {
    events: plan.events.map((event) => {
      const { seq, at, type, ...body } = event;
      return { seq, at, type, version: eventVersions[type], interactionId: interactionOf(event), body };
    }),
  };
  const put = (name: string, list: readonly unknown[]): void => {
    if (list.length > 0) batch[name] = list;
  };
  const changes = plan.interactions;
  put(
    "started",
    changes
      .filter((change) => change.started)
      .map((change) => ({ ...change.started, startedSeq: change.startedSeq })),
  );
  put(
    "changed",
    changes
      .filter((change) => change.started === null)
      .map((change) => ({
        ...change,
        setsRequest: change.requestedServiceId !== undefined,
        setsDisposition: change.dispositionId !== undefined,
      })),
  );
  put(
    "completed",
    changes.filter((change) => change.status === "completed").map((change) => change.interactionId),
  );
  put("messages", plan.messages);
  put("receipts", plan.receipts);
  put("drafts", plan.drafts);
  put("answers", plan.answers);
  const rare = {
    // As text in the text: jsonb on the way would lose the order of the names.
    interactionData: plan.interactionData.map(({ interactionId, data }) => ({
      interactionId,
      data: JSON.stringify(data),
    })),
    notes: plan.notes,
    transferNotes: plan.transferNotes,
    calledParties: plan.calledParties,
    payments: plan.payments,
    surveyAnswers: plan.surveyAnswers,
    contacts: plan.contacts,
    contactMerges: plan.contactMerges,
    contactUnmerges: plan.contactUnmerges,
    contactClients: plan.contactClients,
    fileUses: plan.fileUses,
    words: plan.words,
  };
  if (Object.values(rare).some((list) => list.length > 0)) batch["rare"] = rare;
  return JSON.stringify(batch);
}
