import type { CandidacyView, ReplayStepView, ReplayView, StandingView } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { spanText } from "../context/history/happening-words.js";
import { secondText } from "../context/history/when.js";
import type { StepLine } from "./lines.js";
import type { Told } from "./replay-http.js";

/** A sentence of the explanation, with the step that it is about. */
export interface WhyLine {
  readonly seq: number;
  readonly at: number;
  readonly tone: "waits" | "passed" | "offer" | "end";
  readonly text: string;
  readonly details: readonly string[];
}

export interface WhyWords {
  readonly t: TFunction;
  readonly names: Told["names"];
  /** The interaction that is explained. */
  readonly mine: string;
  /** The server's time: until when somebody who still waits has waited. */
  readonly now: number;
}

/** More people than this are counted, not named. */
const NAMED_MAX = 20;

/** Why it waited and why it was whose: from the steps, in the order of what happened. */
export function whyOf(
  { steps, standings }: Pick<ReplayView, "steps" | "standings">,
  lines: readonly StepLine[],
  words: WhyWords,
): readonly WhyLine[] {
  const { t } = words;
  const told: WhyLine[] = [];
  const textOf = new Map(lines.map((line) => [line.step.seq, line]));
  let waits: { readonly since: number; readonly from: number } | null = null;
  for (const step of steps) {
    const after = step.after === null ? null : (standings[step.after] ?? null);
    const { seq, at, type } = step;
    if (type === "AgentRequested" && step.kind === "own" && after?.request) {
      waits = { since: after.request.enqueuedAt, from: at };
      told.push({ seq, at, tone: "waits", ...requestedText(after, words) });
    } else if (step.kind === "place" && after?.request) {
      told.push({ seq, at, tone: "waits", text: placeText(t, after.request), details: [] });
    } else if (step.kind === "passed") {
      const line = textOf.get(seq);
      told.push({ seq, at, tone: "passed", text: line?.text ?? "", details: line?.details ?? [] });
    } else if (step.kind === "own" && OFFER.test(type)) {
      const line = textOf.get(seq);
      told.push({
        seq,
        at,
        tone: "offer",
        text: line?.text ?? type,
        details: offerDetails(step, standings, line, words),
      });
    } else if (step.kind === "own" && type === "PreferenceLapsed") {
      told.push({ seq, at, tone: "waits", text: textOf.get(seq)?.text ?? type, details: [] });
    }
    if (type === "AgentRequestClosed" && step.kind === "own" && waits !== null) {
      told.push({
        seq,
        at,
        tone: "end",
        text: t(`replay.why.closed.${String(step.event?.["cause"] ?? "")}`, {
          time: spanText(at - waits.from),
          all: spanText(at - waits.since),
        }),
        details:
          at - waits.since > at - waits.from + 1_000
            ? [
                t("replay.why.fromFirst", {
                  time: spanText(at - waits.since),
                  since: secondText(waits.since),
                }),
              ]
            : [],
      });
      waits = null;
    }
  }
  if (waits !== null) {
    const last = steps.at(-1);
    const standing = last?.after == null ? null : (standings[last.after] ?? null);
    if (last !== undefined && standing?.request)
      told.push({
        seq: last.seq,
        at: words.now,
        tone: "waits",
        text: t("replay.why.still", {
          time: spanText(words.now - waits.since),
          place: placeText(t, standing.request),
        }),
        details: keptAway(standing, words),
      });
  }
  return told;
}

const OFFER = /^Offer(Made|Accepted|Rejected|Expired|Withdrawn)$/;

type Request = NonNullable<StandingView["request"]>;

const placeText = (t: TFunction, { ahead, waiting, offeredTo }: Request): string =>
  offeredTo === null && waiting > 0
    ? t("replay.why.place", { place: ahead + 1, count: waiting })
    : t("replay.why.placeOnly", { place: ahead + 1, count: waiting });

function requestedText(standing: StandingView, words: WhyWords): Pick<WhyLine, "text" | "details"> {
  const { t, names } = words;
  const request = standing.request as Request;
  const agent = (id: string): string => names.agents[id] ?? t("context.happened.somebody");
  if (request.directedTo !== null)
    return {
      text: t("replay.why.directed", { name: agent(request.directedTo) }),
      details: byReason(
        standing.candidates.filter(({ rule }) => rule !== null),
        words,
        (one) => reasonText(one, words),
      ),
    };
  const text = t("replay.why.queued", {
    service: names.services[request.serviceId] ?? t("context.happened.aService"),
    priority: String(request.priority),
    place: request.ahead + 1,
    count: request.waiting,
  });
  const kept =
    request.keptFor === null
      ? []
      : [
          t("replay.why.kept", {
            name: agent(request.keptFor.agentId),
            until: secondText(request.keptFor.until),
          }),
        ];
  // When it is offered at once, the offer says the rest.
  return { text, details: [...kept, ...keptAway(standing, words)] };
}

/** Who could not take it at that moment, and why; those who were out in one number. */
function keptAway(standing: StandingView, words: WhyWords): readonly string[] {
  const { t } = words;
  const could = standing.candidates.filter(({ rule }) => rule === null);
  const ringsAt = standing.request?.offeredTo ?? null;
  const not = standing.candidates.filter(({ rule }) => rule !== null && rule !== "logged_out");
  const out = standing.candidates.length - could.length - not.length;
  return [
    ...(could.length > 0
      ? [
          t("replay.why.could", {
            list: could.map(({ agentId }) => words.names.agents[agentId] ?? agentId).join(", "),
          }),
        ]
      : ringsAt === null
        ? [t("replay.why.nobody")]
        : []),
    ...byReason(not, words, (one) => reasonText(one, words)),
    ...(out > 0 ? [t("replay.why.out", { count: out })] : []),
  ];
}

/** "Ben Okafor, Mei Carter: not ready (Lunch)": those with the same reason in one line. */
function byReason(
  people: readonly CandidacyView[],
  { t, names }: WhyWords,
  reasonOf: (one: CandidacyView) => string,
): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const one of people.slice(0, NAMED_MAX)) {
    const reason = reasonOf(one);
    groups.set(reason, [...(groups.get(reason) ?? []), names.agents[one.agentId] ?? one.agentId]);
  }
  return [
    ...[...groups].map(([reason, list]) => `${list.join(", ")}: ${reason}`),
    ...(people.length > NAMED_MAX ? [t("replay.why.more", { count: people.length - NAMED_MAX })] : []),
  ];
}

/** Why somebody could not be offered it, or that they could. */
export function reasonText(
  { rule, lacks, at }: CandidacyView,
  { t, names, mine }: Pick<WhyWords, "t" | "names" | "mine">,
): string {
  // What keeps them from it is this very offer.
  if (rule !== "ELI-7" && at?.loads.some(({ interactionId }) => interactionId === mine) === true)
    return t("replay.rule.offeredThis");
  switch (rule) {
    case null:
      return t("replay.rule.could");
    case "ELI-1": {
      const reason = at?.presence.reason;
      if (at?.presence.kind === "supervising") return t("replay.rule.supervising");
      return reason == null
        ? t("replay.rule.notReady")
        : t("replay.rule.notReadyWhy", { reason: names.reasons[reason] ?? reason });
    }
    case "ELI-3":
      return t("replay.rule.full", { load: at?.load ?? 0, capacity: at?.capacity ?? 0 });
    case "ELI-8":
      return t(`replay.phone.${at?.phone ?? "unknown"}`, { defaultValue: t("replay.rule.ELI-8") });
    case "skills":
      return lacks
        .map(({ skillId, levelMin, level }) =>
          t(level === 0 ? "replay.rule.noSkill" : "replay.rule.lowSkill", {
            skill: names.skills[skillId] ?? skillId,
            level: String(level),
            min: String(levelMin),
          }),
        )
        .join(", ");
    default:
      return t(`replay.rule.${rule}`, { defaultValue: t("context.why.unknown") });
  }
}

/** An offer: why this agent, and everybody else's reason at that moment. */
function offerDetails(
  step: ReplayStepView,
  standings: ReplayView["standings"],
  line: StepLine | undefined,
  words: WhyWords,
): readonly string[] {
  if (step.type !== "OfferMade") return [];
  const before = step.before === null ? undefined : standings[step.before];
  const chosen = String(step.event?.["agentId"] ?? "");
  const rule = String((step.event?.["why"] as { readonly rule?: unknown } | undefined)?.rule ?? "");
  // The core's own word for the choice comes first; its short list of others is told in full below.
  const [first, ...rest] = line?.details ?? [];
  if (before === undefined || first === undefined) return line?.details ?? [];
  const others = before.candidates.filter(({ agentId, rule }) => agentId !== chosen && rule !== "logged_out");
  if (others.length === 0) return [first, ...rest];
  return [
    first,
    ...byReason(others, words, (one) =>
      one.rule === null
        ? afterText(one, before, { chosen, rule, at: step.at }, words)
        : reasonText(one, words),
    ),
  ];
}

/** Somebody who could have had it too: by what they came after the chosen one. */
function afterText(
  one: CandidacyView,
  before: StandingView,
  { chosen, rule, at }: { readonly chosen: string; readonly rule: string; readonly at: number },
  { t }: WhyWords,
): string {
  if (rule === "ROU-6") return t("replay.rule.notKnown");
  const best = before.candidates.find(({ agentId }) => agentId === chosen)?.at;
  if (!best || !one.at) return t("context.why.ROU-8");
  if (one.at.level < best.level) return t("replay.rule.lowerLevel", { level: String(one.at.level) });
  if (rule === "ROU-4" && one.at.load > best.load) return t("replay.rule.moreInHand", { count: one.at.load });
  return t("replay.rule.idleLess", { time: spanText(at - one.at.idleSince) });
}
