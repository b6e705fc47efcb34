import type { AlertKind, AlertRules } from "@patchbay/protocol";
import type { StandingAlert } from "./standing-alert.js";

export interface ServiceNow {
  readonly serviceId: string;
  readonly waiting: number;
  /** Since when the one waiting longest has waited. */
  readonly oldestSince: number | null;
  /** Of the last half hour: how many were counted, and the share in per cent that was answered in time. */
  readonly level: { readonly count: number; readonly percent: number };
}

export interface AgentNow {
  readonly agentId: string;
  readonly word: string;
  readonly wordSince: number;
  /** Not ready since an offer was not answered. */
  readonly missedOffer: boolean;
}

export interface Now {
  readonly at: number;
  readonly services: readonly ServiceNow[];
  readonly agents: readonly AgentNow[];
}

/** An alert goes when a value has come back below this share of its threshold, so that none flickers at the threshold. */
export const BACK_BELOW = 0.8;
/** A service level has to be so many points better. */
export const LEVEL_BACK_POINTS = 5;
/** Fewer contacts say nothing about a service level. */
export const LEVEL_CONTACTS_MIN = 5;
/** What is over for less than this was not over. */
export const OVER_FOR_MS = 15_000;
/** Agents of a kind beyond these are not listed one by one: the longest count. */
export const PER_KIND_MAX = 20;
/** A service level moves by time alone, as what was in time leaves its half hour. */
const LEVEL_LOOK_MS = 30_000;

/** What is so of one subject: whether it raises an alert, or keeps one that is up. */
interface Found {
  readonly kind: AlertKind;
  readonly subjectId: string;
  readonly raises: boolean;
  readonly keeps: boolean;
  readonly since: number;
  readonly value: number;
  /** It ends the moment that it is over. */
  readonly endsAtOnce: boolean;
}

export interface Evaluated {
  readonly alerts: readonly StandingAlert[];
  /** When time alone may change something; `null`: only what happens does. */
  readonly nextAt: number | null;
}

/** Which alerts are up now, given which were. The same state, time and past always come to the same. */
export function evaluate(rules: AlertRules, now: Now, before: readonly StandingAlert[]): Evaluated {
  const { at } = now;
  const found = [...ofServices(rules, now), ...ofAgents(rules, now)];
  const was = new Map(before.map((alert) => [alert.alertId, alert]));
  const alerts: StandingAlert[] = [];
  const counts = new Map<AlertKind, number>();
  for (const one of found.sort((a, b) => a.since - b.since)) {
    const alertId = `${one.kind}:${one.subjectId}`;
    const known = was.get(alertId);
    if (known === undefined ? !one.raises : !one.keeps && isOver(known, one, at)) continue;
    const count = (counts.get(one.kind) ?? 0) + 1;
    counts.set(one.kind, count);
    if (count > PER_KIND_MAX) continue;
    alerts.push({
      alertId,
      kind: one.kind,
      subjectId: one.subjectId,
      since: known?.since ?? one.since,
      value: one.value,
      overSince: one.keeps ? null : (known?.overSince ?? at),
      acknowledged: known?.acknowledged ?? null,
    });
  }
  return { alerts, nextAt: nextChange(rules, now, alerts) };
}

const isOver = ({ overSince }: StandingAlert, { endsAtOnce }: Found, at: number): boolean =>
  endsAtOnce || (overSince !== null && at - overSince >= OVER_FOR_MS);

function* ofServices(rules: AlertRules, { at, services }: Now): Iterable<Found> {
  const { waiting, longestWait, serviceLevel } = rules;
  for (const { serviceId: subjectId, waiting: count, oldestSince, level } of services) {
    const common = { subjectId, endsAtOnce: false };
    if (waiting.on)
      yield {
        ...common,
        kind: "waiting",
        raises: count >= waiting.count,
        keeps: count > Math.min(waiting.count - 1, Math.floor(waiting.count * BACK_BELOW)),
        since: at,
        value: count,
      };
    if (longestWait.on) {
      const limit = longestWait.seconds * 1_000;
      const waited = oldestSince === null ? -1 : at - oldestSince;
      yield {
        ...common,
        kind: "longest_wait",
        raises: waited >= limit,
        keeps: waited >= limit * BACK_BELOW,
        since: (oldestSince ?? at) + limit,
        value: oldestSince ?? at,
      };
    }
    if (serviceLevel.on) {
      const counts = level.count >= LEVEL_CONTACTS_MIN;
      yield {
        ...common,
        kind: "service_level",
        raises: counts && level.percent < serviceLevel.percent,
        keeps: counts && level.percent < Math.min(100, serviceLevel.percent + LEVEL_BACK_POINTS),
        since: at,
        value: level.percent,
      };
    }
  }
}

function* ofAgents(rules: AlertRules, { at, agents }: Now): Iterable<Found> {
  for (const { agentId: subjectId, word, wordSince, missedOffer } of agents) {
    const limit = limitOf(rules, word);
    if (limit !== null && at - wordSince >= limit)
      yield lasting("state_time", subjectId, wordSince + limit, wordSince);
    if (rules.notAnswering.on && missedOffer)
      yield lasting("not_answering", subjectId, word === "not_ready" ? wordSince : at, wordSince);
  }
}

/** What holds for as long as the agent's state does. */
const lasting = (kind: AlertKind, subjectId: string, since: number, value: number): Found => ({
  kind,
  subjectId,
  raises: true,
  keeps: true,
  since,
  value,
  endsAtOnce: true,
});

function limitOf({ stateTime }: AlertRules, word: string): number | null {
  if (!stateTime.on) return null;
  if (word === "not_ready") return stateTime.notReadySeconds * 1_000;
  return word === "after_call_work" ? stateTime.wrapUpSeconds * 1_000 : null;
}

function nextChange(rules: AlertRules, now: Now, alerts: readonly StandingAlert[]): number | null {
  const moments: number[] = [];
  if (rules.longestWait.on)
    for (const { oldestSince } of now.services)
      if (oldestSince !== null) moments.push(oldestSince + rules.longestWait.seconds * 1_000);
  for (const { word, wordSince } of now.agents) {
    const limit = limitOf(rules, word);
    if (limit !== null) moments.push(wordSince + limit);
  }
  for (const { overSince } of alerts) if (overSince !== null) moments.push(overSince + OVER_FOR_MS);
  const later = moments.filter((moment) => moment > now.at);
  if (rules.serviceLevel.on && now.services.some(({ level }) => level.count > 0))
    later.push(now.at + LEVEL_LOOK_MS);
  return later.length === 0 ? null : Math.min(...later);
}
