import type { HappeningView } from "@patchbay/protocol";
import { deskLanguage, perLanguage } from "../../../parts/language-name.js";
import { word } from "../../../words/words.js";
import { durationText, timeText } from "./wording.js";

/** What the words of a line depend on besides the line itself. */
export interface HappeningContext {
  readonly me: string;
  readonly customerName: string;
  readonly mark: "mobile" | "web";
  readonly nameOf: (agentId: string) => string;
  readonly serviceName: (serviceId: string) => string;
  readonly resultName: (dispositionId: string) => string;
  readonly transferNote: { readonly by: string; readonly text: string } | null;
  /** Names of what the app sent with its report, e.g. "position", "policy". */
  readonly attached: readonly string[];
}

export type HappeningIcon =
  | "app"
  | "web"
  | "joined"
  | "left"
  | "transfer"
  | "invite"
  | "end"
  | "back"
  | "clock"
  | "away"
  | "offer"
  | "wrap_up"
  | "result"
  | "case"
  | "call"
  | "contact"
  | "survey"
  | "help";

export interface Sentence {
  readonly icon: HappeningIcon;
  readonly text: string;
  /** Words of a person that belong to it: a transfer's note. */
  readonly quote?: string | undefined;
  /** Shown when the agent asks for more. */
  readonly details?: readonly string[] | undefined;
  readonly tone?: "quiet" | "warn" | undefined;
}

/** A line in plain words, or `null` for what needs no line. */
export function sentenceOf({ what, facts, at }: HappeningView, context: HappeningContext): Sentence | null {
  const words = wordsFor(facts, context);
  const { customer } = words;
  switch (what) {
    case "InteractionStarted":
      return started(at, context);
    case "AgentJoined":
      return {
        icon: "joined",
        text: words.by("agentId", `joined.${words.text("kind") === "invite" ? "invite" : "other"}`),
      };
    case "AgentLeft":
      return { icon: "left", text: words.by("agentId", `left.${words.text("cause")}`) };
    case "AgentRequested":
      return requested(facts, context);
    case "AgentRequestClosed":
      return requestClosed(facts);
    case "OfferMade":
      return offerMade(facts, context);
    case "OfferRejected":
      return { icon: "offer", tone: "quiet", text: words.by("agentId", "offerRejected") };
    case "OfferExpired":
      return { icon: "offer", tone: "quiet", text: words.by("agentId", "offerExpired") };
    case "OfferWithdrawn":
      return {
        icon: "offer",
        tone: "quiet",
        text: words.by("agentId", `offerWithdrawn.${words.text("cause")}`),
      };
    case "CallRequestClosed":
      return {
        icon: "call",
        text:
          words.text("cause") === "withdrawn"
            ? line("callRequest.withdrawn", { customer })
            : words.by("agentId", `callRequest.${words.text("cause")}`),
      };
    case "ChatTakenOver":
      return { icon: "transfer", text: words.by("supervisorId", "takenOver") };
    case "AssistanceAsked":
    case "AssistanceAnswered":
    case "AssistanceClosed":
      return assistance(what, facts, context);
    case "EndRequested":
      return { icon: "end", text: words.by("agentId", "endRequested") };
    case "EndTakenBack":
      return { icon: "back", text: line(`endTakenBack.${words.text("cause")}`, { customer }) };
    case "InactivityWarned":
      return {
        icon: "clock",
        tone: "warn",
        text: line("inactivityWarned", { customer, time: durationText(words.number("endsAt") - at) }),
      };
    case "CustomerDisconnected":
      return { icon: "away", text: line("customerDisconnected", { customer }) };
    case "CustomerReturned":
      return { icon: "back", text: line("customerReturned", { customer }) };
    case "InteractionEnded":
      return ended(facts, context);
    case "DispositionSet":
      return dispositionSet(facts, context);
    case "WrapUpExtended":
      return { icon: "wrap_up", tone: "quiet", text: words.by("agentId", "wrapUpExtended") };
    case "SurveyAnswered":
      return {
        icon: "survey",
        text: word("afterChat.gave", { customer, count: words.number("stars") }),
        quote: words.text("comment") || undefined,
      };
    case "CaseClosed":
      return { icon: "case", text: line("caseClosed", { customer, number: words.number("caseNumber") }) };
    case "ContactChanged":
      return { icon: "contact", tone: "quiet", text: line("contactChanged", { customer }) };
    default:
      // Steps inside the machine: each is told by another line, or beside the conversation.
      return null;
  }
}

type Facts = HappeningView["facts"];
const line = (path: string, values: Record<string, unknown>): string =>
  word(`conversation.happening.${path}`, values);

function wordsFor(facts: Facts, { me, customerName, nameOf }: HappeningContext) {
  const text = (name: string): string => String(facts[name] ?? "");
  return {
    customer: customerName,
    text,
    number: (name: string): number => Number(facts[name] ?? 0),
    /** The sentence for "you" where this desk's agent is meant. */
    by(name: string, path: string): string {
      const agentId = text(name);
      const who = agentId === me ? "you" : "other";
      return line(`${path}.${who}`, { name: nameOf(agentId), customer: customerName });
    },
  };
}

function started(at: number, { mark, attached }: HappeningContext): Sentence {
  const text = line(`started.${mark}`, { time: timeText(at) });
  const [head = "", ...rest] = listed(attached);
  const list = `${head.toLocaleUpperCase(deskLanguage())}${rest.join("")}`;
  return {
    icon: mark === "web" ? "web" : "app",
    text: attached.length === 0 ? text : `${text} ${line("attached", { list })}`,
  };
}

const listFormat = perLanguage((locale) => new Intl.ListFormat(locale, { type: "conjunction" }));
const listed = (names: readonly string[]): string[] => [...listFormat().format(names)];

function requested(facts: Facts, context: HappeningContext): Sentence | null {
  const words = wordsFor(facts, context);
  const kind = words.text("kind");
  const target = words.text("agentId");
  if (kind === "return")
    return {
      icon: "back",
      text: line("returned", { service: context.serviceName(words.text("serviceId")) }),
    };
  if (kind !== "transfer" && kind !== "invite") return null;
  const who = words.text("by") === context.me ? "you" : "other";
  const to =
    facts.agentId == null
      ? context.serviceName(words.text("serviceId"))
      : target === context.me
        ? word("conversation.you")
        : context.nameOf(target);
  const note = context.transferNote;
  const supervisor = words.text("supervisorId");
  if (supervisor !== "")
    return {
      icon: kind,
      text: line(`supervised.${supervisor === context.me ? "you" : "other"}`, {
        name: context.nameOf(supervisor),
        to,
      }),
      quote: note?.by === supervisor ? note.text : undefined,
    };
  return {
    icon: kind,
    text: line(`requested.${kind}.${who}`, { name: context.nameOf(words.text("by")), to }),
    quote: note !== null && note.by === words.text("by") ? note.text : undefined,
  };
}

function assistance(what: string, facts: Facts, context: HappeningContext): Sentence | null {
  const words = wordsFor(facts, context);
  const quote = words.text("text") || undefined;
  if (what === "AssistanceAsked") {
    const who = words.text("agentId") === context.me ? "you" : "other";
    const reason = line(`assistance.reasons.${words.text("reason")}`, {});
    const name = context.nameOf(words.text("agentId"));
    return { icon: "help", text: line(`assistance.asked.${who}`, { name, reason }), quote };
  }
  if (what === "AssistanceAnswered")
    return {
      icon: "help",
      text:
        facts.supervisorId == null
          ? line("assistance.open", {})
          : words.by("supervisorId", "assistance.answered"),
    };
  const cause = words.text("cause");
  // Taken over, or gone with the agent: another line says that.
  if (cause !== "resolved" && cause !== "withdrawn") return null;
  const by = cause === "resolved" ? "supervisorId" : "agentId";
  return { icon: "help", text: words.by(by, `assistance.${cause}`), quote };
}

function requestClosed(facts: Facts): Sentence | null {
  const { kind, cause } = facts;
  if (kind !== "transfer" && kind !== "invite") return null;
  if (cause !== "cancelled" && cause !== "failed") return null;
  return {
    icon: kind,
    tone: cause === "failed" ? "warn" : undefined,
    text: line(`requestClosed.${kind}.${cause}`, {}),
  };
}

function ended(facts: Facts, context: HappeningContext): Sentence {
  const words = wordsFor(facts, context);
  const cause = words.text("cause");
  if (cause === "agent" || cause === "supervisor")
    return { icon: "end", text: words.by("agentId", `ended.${cause}`) };
  return { icon: "end", text: line(`ended.${cause}`, { customer: words.customer }) };
}

function dispositionSet(facts: Facts, context: HappeningContext): Sentence | null {
  const words = wordsFor(facts, context);
  if (facts.dispositionId == null) return null;
  return {
    icon: "result",
    tone: "quiet",
    text: line("result", { result: context.resultName(words.text("dispositionId")) }),
  };
}

interface Why {
  readonly rule: string;
  readonly eligible: number;
  readonly value: { readonly idleMs: number; readonly load: number; readonly level: number };
  readonly others: readonly { readonly agentId: string; readonly rule: string }[];
}

function offerMade(facts: Facts, context: HappeningContext): Sentence {
  const words = wordsFor(facts, context);
  const why = facts.why as Why | undefined;
  const agentId = words.text("agentId");
  const who = agentId === context.me ? word("conversation.you") : context.nameOf(agentId);
  if (why === undefined) return { icon: "offer", tone: "quiet", text: line("offered", { who }) };
  const reason = line(`why.${why.rule}`, {
    time: durationText(why.value.idleMs),
    load: why.value.load,
    level: why.value.level,
  });
  return {
    icon: "offer",
    tone: "quiet",
    text: line("offeredWhy", { who, reason: amongOthers(why, reason) }),
    details: why.others.map((other) =>
      line("setAside", { name: context.nameOf(other.agentId), reason: line(`aside.${other.rule}`, {}) }),
    ),
  };
}

/** Who was asked for was not compared with anybody, and who is alone was not chosen for being the best. */
function amongOthers({ rule, eligible }: Why, reason: string): string {
  if (rule === "ROU-5" || (rule === "ROU-6" && eligible <= 1)) return reason;
  return eligible > 1 ? line("outOf", { reason, count: eligible }) : line("onlyOne", {});
}
