import type { AssistanceView, InteractionView, MessageView } from "@patchbay/protocol";

/** Something to make the agent aware of, once. */
export interface Alert {
  readonly kind: "message" | "waiting" | "whisper";
  readonly interactionId: string;
  /** Who: the customer, or the colleague who whispers. */
  readonly name: string;
  readonly text: string;
  /** How long the customer has waited, in ms; 0 for the other kinds. */
  readonly waitedMs: number;
}

export interface Looked {
  readonly interactions: Iterable<InteractionView>;
  readonly messagesOf: (interactionId: string) => readonly MessageView[];
  readonly me: string;
  /** The chat that the agent is looking at, with the window in front: it speaks for itself. */
  readonly inFront: string | null;
  readonly now: number;
  /** After how long a customer's wait is told, and told again, in ms. */
  readonly waits: readonly number[];
}

interface Known {
  /** The journal's place of the last line that was looked at. */
  readonly seq: number;
  /** Since when the customer waits, and how often that was told. */
  readonly since: number | null;
  readonly told: number;
}

/**
 * Finds what is new in chats that the agent has in hand. What was there when a chat came, or when the page was loaded, is
 * no news; a customer's wait is told once at each of the given times.
 */
export class Alerts {
  private readonly known = new Map<string, Known>();

  look({ interactions, messagesOf, me, inFront, now, waits }: Looked): readonly Alert[] {
    const alerts: Alert[] = [];
    const there = new Set<string>();
    for (const view of interactions) {
      const { interactionId, contact, phase, unansweredSince: since } = view;
      if (phase !== "connected") continue;
      there.add(interactionId);
      const messages = messagesOf(interactionId);
      const before = this.known.get(interactionId);
      const waited = since === null ? 0 : now - since;
      const due = waits.filter((wait) => waited >= wait).length;
      const told = before === undefined ? due : before.since === since ? before.told : 0;
      this.known.set(interactionId, {
        seq: messages.at(-1)?.seq ?? before?.seq ?? 0,
        since,
        told: Math.max(due, told),
      });
      if (before === undefined || interactionId === inFront) continue;
      const fresh = messages.filter(({ seq }) => seq > before.seq).findLast((line) => isNews(line, me));
      if (fresh !== undefined)
        alerts.push({
          kind: fresh.from.who === "customer" ? "message" : "whisper",
          interactionId,
          name: fresh.from.who === "customer" ? contact.name : nameOf(fresh),
          text: fresh.body.kind === "text" ? fresh.body.text : "",
          waitedMs: 0,
        });
      if (due > told)
        alerts.push({ kind: "waiting", interactionId, name: contact.name, text: "", waitedMs: waited });
    }
    for (const id of this.known.keys()) if (!there.has(id)) this.known.delete(id);
    return alerts;
  }
}

const isNews = ({ from, audience }: MessageView, me: string): boolean =>
  from.who === "customer" || (from.who === "agent" && audience === "team" && from.agentId !== me);

const nameOf = ({ from }: MessageView): string => (from.who === "agent" ? from.name : "");

/** Requests for help that came since the last look, of others than this agent. */
export const freshHelp = (
  before: ReadonlyMap<string, AssistanceView>,
  now: ReadonlyMap<string, AssistanceView>,
  me: string,
): readonly AssistanceView[] =>
  before === now
    ? []
    : [...now.values()].filter(
        ({ interactionId, agent, since }) =>
          agent.agentId !== me && before.get(interactionId)?.since !== since,
      );
