import type { DeskSnapshot, InteractionView, ListOrder } from "@patchbay/protocol";
import { clockText } from "../../parts/time.js";
import { word as t } from "../../words/words.js";

export interface CardView {
  readonly id: string;
  readonly name: string;
  readonly line: string;
  readonly unread: number;
  /** The timer pill: whose turn, or how much wrap-up is left. */
  readonly pill: {
    readonly tone: "due" | "breached" | "fine" | "acw";
    readonly full: boolean;
    readonly text: string;
    readonly label: string;
  } | null;
  readonly problem: boolean;
}

/** What a card says of a request for a colleague. */
export interface CardNews {
  /** One that nobody has taken, and that the agent has not looked at since. */
  readonly untaken: "transfer" | "invite" | null;
  /** For whom the open one is. */
  readonly requestTo: string;
  /** With whom and what, where it is a call: the contact of a call among colleagues is nobody's. */
  readonly call?: { readonly name: string; readonly phase: string } | null;
}
const NO_NEWS: CardNews = { untaken: null, requestTo: "" };

/** Since when it is this agent's turn: beside a chat it never is. */
export const turnSince = ({ phase, unansweredSince }: InteractionView): number | null =>
  phase === "monitoring" ? null : unansweredSince;

/**
 * `waiting`: longest-waiting customer first, then the others by age, stable while nothing changes. `arrival`: by age, so that
 * a card never moves.
 */
export function inOrder(interactions: Iterable<InteractionView>, order: ListOrder): InteractionView[] {
  const waitingSince = (view: InteractionView): number => turnSince(view) ?? Number.MAX_SAFE_INTEGER;
  return [...interactions].sort(
    (a, b) =>
      (order === "waiting" ? waitingSince(a) - waitingSince(b) : 0) ||
      a.startedAt - b.startedAt ||
      (a.interactionId < b.interactionId ? -1 : 1),
  );
}

export function cardView(
  view: InteractionView,
  now: number,
  settings: DeskSnapshot["settings"],
  failed: boolean,
  news: CardNews = NO_NEWS,
): CardView {
  const channel = news.call?.phase ?? t(view.mark === "mobile" ? "list.mobile" : "list.web");
  return {
    id: view.interactionId,
    name: news.call?.name ?? view.contact.name,
    line: lineOf(view, failed, news) ?? `${phaseText(view) ?? channel} · ${view.serviceName}`,
    unread: view.unread,
    pill: pillOf(view, now, settings),
    problem: failed || news.untaken !== null,
  };
}

/** What goes before phase and channel: what has gone wrong, then who is asked for. */
function lineOf(view: InteractionView, failed: boolean, { untaken, requestTo }: CardNews): string | null {
  if (failed) return t("list.failed");
  if (untaken !== null) return t(`list.untaken.${untaken}`);
  if (view.callRequest !== null && view.phase === "connected") return t("list.asksForCall");
  // A call says it in its phase.
  if (view.channel === "voice") return null;
  const kind = view.request?.kind;
  return (kind === "transfer" || kind === "invite") && view.phase === "connected"
    ? t(`list.request.${kind}`, { to: requestTo })
    : null;
}

function phaseText(view: InteractionView): string | null {
  if (view.phase === "wrap_up") return t("list.wrapUp");
  if (view.phase === "ending") return t("list.ending");
  if (view.phase === "monitoring") {
    const mode = view.call?.parties.find(({ own }) => own)?.monitoring?.mode;
    return mode === undefined ? t("beside.phase") : t(`beside.call.${mode}`);
  }
  if (view.stage === "disconnected") return t("list.disconnected");
  return null;
}

/** @param mandatory whether the service wants a result before the end of wrap-up */
export function footOf(view: InteractionView, now: number, hasDraft: boolean, mandatory: boolean): string {
  if (mandatory && view.phase === "wrap_up" && view.disposition === null) return t("list.needsResult");
  return hasDraft
    ? t("list.draft")
    : clockText(now - (view.channel === "voice" ? view.joinedAt : view.startedAt));
}

export function pillOf(
  view: InteractionView,
  now: number,
  settings: DeskSnapshot["settings"],
): CardView["pill"] {
  if (view.phase === "wrap_up") {
    if (view.wrapUpUntil === null) return null;
    const text = clockText(view.wrapUpUntil - now);
    return {
      tone: view.wrapUpUntil - now < 10_000 ? "due" : "acw",
      full: false,
      text,
      label: t("list.left", { time: text }),
    };
  }
  // What has ended for the agent is nobody's turn.
  const since = turnSince(view);
  if (since === null || view.phase === "ending") return null;
  const waited = now - since;
  const text = clockText(waited);
  const label = t("list.yourTurn", { time: text });
  if (waited >= settings.waitRedMs) return { tone: "breached", full: true, text, label };
  return { tone: waited >= settings.waitAmberMs ? "due" : "fine", full: false, text, label };
}
