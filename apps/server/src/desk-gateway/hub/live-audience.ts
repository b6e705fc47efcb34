import { isDeepStrictEqual } from "node:util";
import { asId, type CenterState, type InteractionId, type Watch } from "@patchbay/core";
import type { DeskChange } from "@patchbay/protocol";
import { alertsFor } from "../views/alert-view.js";
import type { DeskSession } from "./desk-session.js";
import { type LiveSnapshot, type LiveViews, snapshotOf } from "./live-views.js";

/** What has a place of its own in the views of live work, by one key whether it is there or gone. */
function keyOf(change: DeskChange): string | undefined {
  switch (change.on) {
    case "live_call":
    case "live_chat":
    case "assistance":
      return `${change.on} ${change.view.interactionId}`;
    case "queue":
      return `queue ${change.view.serviceId}`;
    case "live_call.gone":
    case "live_chat.gone":
    case "assistance.gone":
      return `${change.on.replace(".gone", "")} ${change.interactionId}`;
    case "queue.gone":
      return `queue ${change.serviceId}`;
    default:
      return undefined;
  }
}

function goneOf(change: DeskChange): DeskChange[] {
  switch (change.on) {
    case "live_call":
    case "live_chat":
    case "assistance":
      return [{ on: `${change.on}.gone`, interactionId: change.view.interactionId }];
    case "queue":
      return [{ on: "queue.gone", serviceId: change.view.serviceId }];
    default:
      return [];
  }
}

/** SPEC TEA: whether somebody who looks after these agents sees this. */
function sees(watch: Watch, state: CenterState, change: DeskChange): boolean {
  if (change.on === "queue") return watch.service(asId(change.view.serviceId));
  if (change.on !== "live_call" && change.on !== "live_chat" && change.on !== "assistance") return false;
  const interaction = state.interactions.get(change.view.interactionId as InteractionId);
  if (interaction === undefined) return false;
  return change.on === "assistance"
    ? watch.agent(asId(change.view.agent.agentId))
    : watch.interaction(interaction);
}

const alertsIn = (views: LiveViews, watch: Watch) => alertsFor(watch, views.snapshot().alerts);

/** Of somebody who does not supervise all teams: everything that is seen now, for the first frame. */
export function wholeFor(
  session: DeskSession,
  watch: Watch,
  views: LiveViews,
  state: CenterState,
): LiveSnapshot {
  const seen = views.all().filter((change) => sees(watch, state, change));
  const alerts = alertsIn(views, watch);
  session.told = new Set(seen.flatMap((change) => keyOf(change) ?? []));
  session.toldAlerts = alerts;
  return { ...snapshotOf(seen), alerts };
}

/**
 * The same as changes: what is different is told, and what is seen from now on, or is seen no more, since something else is
 * asked, waits, or is set.
 *
 * @param watch `null`: nothing is seen
 * @param changes what is different for those who see everything
 */
export function changesFor(
  session: DeskSession,
  watch: Watch | null,
  views: LiveViews,
  state: CenterState,
  changes: readonly DeskChange[],
): DeskChange[] {
  const toldAll = session.told === "all";
  const told = typeof session.told === "string" ? new Set<string>() : session.told;
  const isNew = new Set(changes.flatMap((change) => keyOf(change) ?? []));
  const now = new Set<string>();
  const result: DeskChange[] = [];
  for (const change of views.all()) {
    const key = keyOf(change);
    if (key === undefined) continue;
    const was = toldAll || told.has(key);
    if (watch !== null && sees(watch, state, change)) {
      now.add(key);
      if (!was || isNew.has(key)) result.push(change);
    } else if (was) result.push(...goneOf(change));
  }
  for (const change of changes)
    if (change.on.endsWith(".gone") && (toldAll || told.has(keyOf(change) ?? ""))) result.push(change);
  const alerts = watch === null ? [] : alertsIn(views, watch);
  if (toldAll || !isDeepStrictEqual(alerts, session.toldAlerts ?? []))
    result.push({ on: "alerts", view: alerts });
  session.told = watch === null ? "nothing" : now;
  session.toldAlerts = alerts;
  return result;
}
