import { type DeskInput, type DeskRequestKey, deskRequests } from "@patchbay/protocol";
import { note, plainCode, plainId } from "../client-log/client-log.js";
import type { Answer, AskOptions, Link } from "../link/link.js";

/** The one connection of this page, and asking through it. */
let link: Link | null = null;

export const theLink = (): Link | null => link;

export function linkIs(next: Link | null): void {
  link = next;
}

/** What is meant for this instant: without a connection it is refused, and never done later by surprise. */
export const askNow = <K extends DeskRequestKey>(key: K, input: DeskInput<K>): Promise<Answer<K>> =>
  ask(key, input, { moment: true });

/** One request, one answer. A refusal is the caller's to show. */
export function ask<K extends DeskRequestKey>(
  key: K,
  input: DeskInput<K>,
  options?: AskOptions,
): Promise<Answer<K>> {
  if (!link) return Promise.resolve({ ok: false, error: { code: "not_logged_in", correlationId: "" } });
  const begun = performance.now();
  return link.ask(key, input, options).then((answer) => {
    const { name } = deskRequests[key];
    const ms = Math.min(3_600_000, Math.round(performance.now() - begun));
    if (answer.ok) note({ t: "request", name, code: null, ms, correlationId: "" });
    else {
      const correlationId = plainId(answer.error.correlationId);
      note({ t: "request", name, code: plainCode(answer.error.code), ms, correlationId });
    }
    return answer;
  });
}
