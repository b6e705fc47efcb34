import { asId, type Watch } from "@patchbay/core";
import type { AlertKind, AlertView } from "@patchbay/protocol";
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
      name: isOfAgent(kind) ? agentName(words, subjectId) : serviceName(words, subjectId),
    },
    since,
    value,
    acknowledged: acknowledged && {
      agentId: acknowledged.by,
      name: agentName(words, acknowledged.by),
      at: acknowledged.at,
    },
  }));

const isOfAgent = (kind: AlertKind): boolean => kind === "state_time" || kind === "not_answering";

/** Of the agents whom somebody looks after, and of the services that one of these serves (SPEC TEA). */
export const alertsFor = (watch: Watch, alerts: readonly AlertView[]): AlertView[] =>
  alerts.filter(({ kind, subject: { id } }) =>
    isOfAgent(kind) ? watch.agent(asId(id)) : watch.service(asId(id)),
  );
