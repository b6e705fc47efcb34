import type { AgentFigures, ContactFigures } from "@patchbay/protocol";
import { ABANDONED_SOON_MS, type AgentCount, type Contact, type Part } from "./count.js";

/** What a service promises (FIG-6). */
export interface Level {
  readonly percent: number;
  readonly withinMs: number;
}
export const usualLevel = (channel: Contact["channel"]): Level => ({
  percent: 80,
  withinMs: channel === "voice" ? 20_000 : 60_000,
});

/** @param levelOf the promise for a contact. @param now who waits now has waited until then */
export function sumOf(
  contacts: readonly Contact[],
  levelOf: (contact: Contact) => Level,
  now: number,
): ContactFigures {
  const waits: number[] = [];
  const abandonedWaits: number[] = [];
  const counts = { answered: 0, abandoned: 0, abandonedSoon: 0, elsewhere: 0, waiting: 0 };
  let [withinLevel, ofLevel] = [0, 0];
  for (const contact of contacts) {
    const wait = Math.max(0, (contact.decidedAt ?? now) - contact.since);
    const { withinMs } = levelOf(contact);
    counts[contact.outcome] += 1;
    if (contact.outcome === "answered") {
      waits.push(wait);
      ofLevel += 1;
      if (wait <= withinMs) withinLevel += 1;
    } else if (contact.outcome === "abandoned") {
      abandonedWaits.push(wait);
      if (wait <= ABANDONED_SOON_MS) counts.abandonedSoon += 1;
      else ofLevel += 1;
    } else if (contact.outcome === "waiting" && wait > withinMs) ofLevel += 1;
  }
  return {
    offered: contacts.length,
    ...counts,
    withinLevel,
    levelOf: ofLevel,
    waitMs: mean(waits),
    waitMsMax: waits.length === 0 ? null : waits.reduce((a, b) => Math.max(a, b), 0),
    abandonedWaitMs: mean(abandonedWaits),
    ...handling(contacts.flatMap(({ parts }) => parts)),
  };
}

export function agentSum(
  agentId: string,
  name: string,
  count: AgentCount,
  parts: readonly Part[],
): AgentFigures {
  return { agentId, name, ...count, ...handling(parts) };
}

/** FIG-7: means of what is done. */
function handling(
  parts: readonly Part[],
): Pick<ContactFigures, "handleMs" | "talkMs" | "holdMs" | "wrapUpMs"> {
  const done = parts.filter((part) => part.done);
  return {
    handleMs: mean(done.map(({ talkMs, wrapUpMs }) => talkMs + wrapUpMs)),
    talkMs: mean(done.map(({ talkMs, holdMs }) => talkMs - holdMs)),
    holdMs: mean(done.map(({ holdMs }) => holdMs)),
    wrapUpMs: mean(done.map(({ wrapUpMs }) => wrapUpMs)),
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
