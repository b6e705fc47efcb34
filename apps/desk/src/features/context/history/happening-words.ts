import type { HappeningView } from "@patchbay/protocol";
import type { TFunction } from "i18next";

/** How ids are called: names as the desk knows them, `null` for what it does not know. */
export interface Names {
  readonly agent: (id: string) => string | null;
  readonly service: (id: string) => string | null;
}

interface Explanation {
  readonly rule: string;
  readonly eligible: number;
  readonly value: { readonly idleMs: number; readonly load: number; readonly level: number };
  readonly others: readonly { readonly agentId: string; readonly rule: string }[];
}

/** Happenings that say nothing that another line does not say better. */
const UNSAID: ReadonlySet<string> = new Set(["OfferAccepted", "InteractionCompleted"]);

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What happened, in one sentence; `null` when it needs no line. An event we do not know yet shows its name. */
export function happenedText(
  t: TFunction,
  { what, facts }: Pick<HappeningView, "what" | "facts">,
  names: Names,
): string | null {
  if (UNSAID.has(what)) return null;
  const agent = (id: unknown): string => names.agent(text(id) ?? "") ?? t("context.happened.somebody");
  const words = {
    name: agent(facts.agentId),
    by: agent(facts.by),
    supervisor: agent(facts.supervisorId),
    service: names.service(text(facts.serviceId) ?? "") ?? t("context.happened.aService"),
    case: text(facts.caseNumber) ?? String(facts.caseNumber ?? ""),
  };
  const key = keyOf(what, facts);
  return key === null ? null : t(`context.happened.${key}`, { ...words, defaultValue: what });
}

function keyOf(what: string, facts: Readonly<Record<string, unknown>>): string | null {
  switch (what) {
    case "InteractionStarted":
      return facts.caseOpened === false ? "InteractionStartedAgain" : what;
    case "AgentRequested":
      return requestKey(facts);
    case "AssistanceAnswered":
      return facts.supervisorId === null ? "AssistanceLeft" : what;
    case "DispositionSet":
      return facts.dispositionId === null ? "DispositionCleared" : what;
    case "AgentRequestClosed":
      // Accepted and over say AgentJoined and InteractionEnded.
      return facts.cause === "cancelled" || facts.cause === "failed" ? `${what}.${facts.cause}` : null;
    case "AgentLeft":
    case "AssistanceClosed":
    case "CallRequestClosed":
    case "OfferWithdrawn":
    case "EndTakenBack":
    case "InteractionEnded":
    case "WrapUpCompleted":
      return `${what}.${text(facts.cause) ?? ""}`;
    default:
      return /^[A-Za-z]+$/.test(what) ? what : null;
  }
}

function requestKey({ kind, agentId, supervisorId }: Readonly<Record<string, unknown>>): string {
  if (typeof supervisorId === "string")
    return typeof agentId === "string" ? "AgentReassigned" : "AgentReassignedService";
  if (kind === "return") return "AgentReturned";
  if (kind === "first") return "AgentRequested";
  const toAgent = typeof agentId === "string";
  if (kind === "invite") return toAgent ? "AgentInvited" : "AgentInvitedService";
  return toAgent ? "AgentRequestedAgent" : "AgentRequestedService";
}

function explanationOf(why: unknown): Explanation | null {
  const { rule, value, others, eligible } = (why ?? {}) as Partial<Explanation>;
  if (typeof rule !== "string" || typeof eligible !== "number" || value === undefined) return null;
  return { rule, eligible, value, others: others ?? [] };
}

/** "Sofia Lindqvist was idle longest (3 min), out of 4 available", and who was not chosen for what reason. */
export function explanationText(
  t: TFunction,
  { what, facts }: Pick<HappeningView, "what" | "facts">,
  names: Names,
): readonly string[] {
  const why = what === "OfferMade" ? explanationOf(facts.why) : null;
  if (why === null) return [];
  const called = (id: string): string => names.agent(id) ?? t("context.happened.somebody");
  const { idleMs, load, level } = why.value;
  // Who was asked for, or known, was not compared; who is alone was not chosen for being the best.
  const alone = why.eligible === 1 && why.rule !== "ROU-5" && why.rule !== "ROU-6";
  const parts = [
    t(alone ? "context.why.onlyOne" : `context.why.${why.rule}`, {
      name: called(text(facts.agentId) ?? ""),
      idle: spanText(idleMs),
      load,
      defaultValue: why.rule,
    }),
  ];
  if (why.rule !== "ROU-5") {
    if (level > 0) parts.push(t("context.why.level", { level }));
    if (why.eligible > 1) parts.push(t("context.why.eligible", { count: why.eligible }));
  }
  const lines = [parts.join(", ")];
  if (why.others.length > 0) {
    const list = why.others
      .map(({ agentId, rule }) =>
        t("context.why.other", {
          name: called(agentId),
          reason: t(`context.why.${rule}`, { defaultValue: t("context.why.unknown") }),
        }),
      )
      .join(", ");
    lines.push(t("context.why.others", { list }));
  }
  return lines;
}

/** "12 s", "4 min", "2 h 5 min". */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
