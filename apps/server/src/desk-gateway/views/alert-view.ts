import type { AlertView } from "@patchbay/protocol";
import type { CenterWords } from "../../center/records.js";
import { serviceName } from "./interaction-view.js";
import { agentName } from "./message-view.js";

/** What is up, with names; the oldest first. */
export const alertViews = (words: CenterWords): AlertView[] =>
  (words.standingAlerts ?? []).map(({ alertId, kind, subjectId, since, value, acknowledged }) => ({
    alertId,
    kind,
    subject: {
      id: subjectId,
      name:
        kind === "state_time" || kind === "not_answering"
          ? agentName(words, subjectId)
          : serviceName(words, subjectId),
    },
    since,
    value,
    acknowledged: acknowledged && {
      agentId: acknowledged.by,
      name: agentName(words, acknowledged.by),
      at: acknowledged.at,
    },
  }));
