import { isDeepStrictEqual } from "node:util";
import { watchOf } from "@patchbay/core";
import { alertRequests, usualAlertRules } from "@patchbay/protocol";
import { alertsFor, alertViews } from "../views/alert-view.js";
import { agentName } from "../views/message-view.js";
import { supervises } from "../views/supervises.js";
import { type Asker, type Prepared, type RequestRoom, type Responder, responder } from "./respond.js";

/** What only those who supervise may ask. */
const forSupervisors = <Output>(
  { agentId }: Asker,
  { handle }: RequestRoom,
  prepared: () => Prepared<Output>,
): Prepared<Output> =>
  supervises(handle.center.state, agentId) ? prepared() : { fault: { code: "not_enough_privileges" } };

const rulesOf = ({ handle }: RequestRoom) => handle.words().alertRules?.rules ?? usualAlertRules;

/** Alerts on thresholds: when they come, and that somebody has seen one. */
export const alertResponders: readonly Responder[] = [
  responder(alertRequests.alertRules, (_, asker, room) =>
    forSupervisors(asker, room, () => ({
      query: async () => {
        const words = room.handle.words();
        const { by, at } = words.alertRules ?? {};
        const changed =
          by === undefined || at === undefined ? null : { agentId: by, name: agentName(words, by), at };
        return { rules: rulesOf(room), changed };
      },
    })),
  ),
  responder(alertRequests.saveAlertRules, ({ was, rules }, asker, room) =>
    forSupervisors(asker, room, () => {
      const now = rulesOf(room);
      // Asking the same again is harmless.
      if (isDeepStrictEqual(now, rules)) return { submissions: [], output: {} };
      if (!isDeepStrictEqual(now, was)) {
        const { by, at } = room.handle.words().alertRules ?? {};
        const name = by === undefined ? null : agentName(room.handle.words(), by);
        return { fault: { code: "version_conflict", facts: { changedBy: name, changedAt: at ?? null } } };
      }
      const set = { rules, by: asker.agentId, at: room.handle.clock.now() };
      return {
        ask: async () => {
          const result = await room.handle.center.submit({
            command: null,
            content: [{ table: "alert_rules", set }],
          });
          if (!result.ok) return { fault: { code: "not_accepted_try_again" } };
          room.alerts.rulesChanged();
          return { output: {} };
        },
      };
    }),
  ),
  responder(alertRequests.acknowledgeAlert, ({ alertId }, asker, room) =>
    forSupervisors(asker, room, () => {
      const { configuration } = room.handle.center.state;
      const watch = watchOf(configuration.users.get(asker.agentId), configuration);
      const views = alertViews(room.handle.words());
      const isUp = views.some((one) => one.alertId === alertId);
      if (isUp && alertsFor(watch, views).every((one) => one.alertId !== alertId))
        return { fault: { code: "not_enough_privileges" } };
      return {
        ask: async () =>
          (await room.alerts.acknowledge(alertId, asker.agentId))
            ? { output: {} }
            : { fault: { code: "not_accepted_try_again" } },
      };
    }),
  ),
];
