import type { NextPresenceView, ReasonView, RosterView, SelfView } from "@patchbay/protocol";
import { clockText } from "../../parts/time.js";
import { word as t } from "../../words/words.js";

/** The colour group of a state, as in the look's `m-` classes. */
export function toneOf(kind: string): string {
  const tones: Record<string, string> = {
    ready: "ready",
    not_ready: "notready",
    supervising: "supervising",
    busy: "busy",
    ringing: "ready",
    reserved: "ready",
    after_call_work: "acw",
    logged_out: "offline",
  };
  return `m-${tones[kind] ?? "offline"}`;
}

export function reasonName(reasons: readonly ReasonView[], id: string | null): string {
  return reasons.find((reason) => reason.reasonId === id)?.name ?? t("state.noReason");
}

/** What a state that is set for later is called; a reason of the system's own says nothing of what comes. */
function nameOfLater(reasons: readonly ReasonView[], id: string | null): string {
  const reason = reasons.find(({ reasonId }) => reasonId === id);
  return reason === undefined || reason.kind === "system" ? t("state.not_ready") : reason.name;
}

const CALL_WORDS: Readonly<Record<string, string>> = {
  ringing: "state.callRings",
  busy: "state.onCall",
  after_call_work: "state.afterCall",
};

export interface StateView {
  /** What colours and icon go by. */
  readonly kind: string;
  readonly reasonIcon: string | null;
  readonly word: string;
  readonly why: string;
}

/**
 * The state control's two lines: the word (a reason takes its place), and why.
 * @param offered chats that ring here: each takes a slot, too (SPEC ELI-3)
 */
export function stateView(
  self: SelfView,
  reasons: readonly ReasonView[],
  now: number,
  nameOf: (id: string) => string,
  offered = 0,
): StateView {
  const slots = t("state.slots", { load: self.load + offered, capacity: self.capacity });
  const away = self.presence.kind === "not_ready" ? self.presence : null;
  const reason = away === null ? undefined : reasons.find(({ reasonId }) => reasonId === away.reason);
  const forced =
    self.source.by === "supervisor" && self.source.supervisorId
      ? t("state.forced", { name: nameOf(self.source.supervisorId) })
      : null;
  switch (self.word) {
    case "not_ready": {
      const spent = now - self.wordSince;
      const limit = reason?.limitMs ?? null;
      const time =
        limit === null
          ? null
          : spent <= limit
            ? t("state.left", { left: clockText(limit - spent), limit: clockText(limit) })
            : t("state.over", { over: clockText(spent - limit), limit: clockText(limit) });
      const isNamed = reason !== undefined;
      return {
        kind: "not_ready",
        reasonIcon: reason?.icon ?? null,
        word: isNamed && reason.kind === "agent" ? reason.name : t("state.not_ready"),
        why: forced ?? time ?? (isNamed && reason.kind === "system" ? reason.name : t("state.not_ready")),
      };
    }
    case "ready":
      return { kind: "ready", reasonIcon: null, word: t("state.ready"), why: forced ?? t("state.readyWhy") };
    case "supervising":
      return {
        kind: "supervising",
        reasonIcon: null,
        word: t("state.supervising"),
        why: forced ?? t("state.supervisingWhy"),
      };
    default: {
      // Slots are for chats; without any of them it is a call that keeps the agent busy.
      const doing = self.load === 0 && self.word in CALL_WORDS ? t(CALL_WORDS[self.word] ?? "") : slots;
      const then = away === null ? doing : t("state.thenAway", { reason: nameOfLater(reasons, away.reason) });
      return {
        kind: self.word,
        reasonIcon: null,
        word: t(`state.${self.word}`),
        why: away === null || forced === null ? then : t("state.thenAwayForced", { then, forced }),
      };
    }
  }
}

export function nextName(next: NextPresenceView, reasons: readonly ReasonView[]): string {
  return next.kind === "not_ready" ? reasonName(reasons, next.reason) : t(`state.${next.kind}`);
}

/** The same for a line of the roster; `null` word is signed out. */
export function rosterState(
  row: RosterView,
  reasons: readonly ReasonView[],
): { readonly kind: string; readonly text: string } {
  if (row.word === null) return { kind: "logged_out", text: t("state.offline") };
  if (row.word === "not_ready") {
    const name = row.reason === null ? null : reasonName(reasons, row.reason);
    return {
      kind: "not_ready",
      text: name === null ? t("state.not_ready") : `${t("state.not_ready")} · ${name}`,
    };
  }
  const text = t(`state.${row.word}`);
  // A state that was set while work is in hand holds already, and shows when the work is done (SPEC AGT-9).
  if (row.reason === null || row.word === "ready" || row.word === "supervising")
    return { kind: row.word, text };
  const what = t("state.not_ready");
  const reason = nameOfLater(reasons, row.reason);
  return {
    kind: row.word,
    text:
      reason === what
        ? t("state.rosterThenAway", { text, what })
        : t("state.rosterThen", { text, what, reason }),
  };
}
