import type { DeskOutput, HappeningView, MessageView, RecordView, ReplayStepView } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { callLog, isCallStep } from "../call/call-log.js";
import { explanationText, happenedText, type Names } from "../context/history/happening-words.js";
import { secondText } from "../context/history/when.js";
import type { Told } from "./replay-http.js";

export type Story = DeskOutput<"transcript">;

/** One step in words. */
export interface StepLine {
  readonly step: ReplayStepView;
  readonly tone: "customer" | "agent" | "team" | "event" | "place" | "passed" | "quiet";
  readonly text: string;
  /** Who said it, of messages. */
  readonly who: string | null;
  readonly details: readonly string[];
}

export interface LineWords {
  readonly t: TFunction;
  readonly names: Told["names"];
  readonly story: Story;
  readonly me: string;
  readonly channel: "chat" | "voice" | "email";
  /** What agents have noted, as it stands now. */
  readonly notes: RecordView["notes"];
}

/** Every step of a replay as a line. */
export function linesOf(steps: readonly ReplayStepView[], told: LineWords): readonly StepLine[] {
  const messages = new Map(told.story.messages.map((message) => [message.seq, message]));
  const byId = new Map(told.story.messages.map((message) => [message.messageId, message]));
  const calls = told.channel === "voice" ? callTexts(steps, told) : new Map<number, string>();
  const content = contentOf(steps, told);
  return steps.map((step): StepLine => {
    const message = messages.get(step.seq);
    if (message !== undefined) return saidLine(step, message, told);
    const words = wordsOf(step, told, byId, calls);
    return { step, who: null, ...words, details: [...words.details, ...(content.get(step.seq) ?? [])] };
  });
}

/** Letters of what an app sent that stand in a line. */
const DATA_MAX = 300;

/**
 * What was written beside the messages, at the step that it belongs to. Of notes and of a survey's answer only the last
 * words are kept: they stand where they were written last.
 */
function contentOf(
  steps: readonly ReplayStepView[],
  { story, names, notes, channel }: LineWords,
): ReadonlyMap<number, readonly string[]> {
  const content = new Map<number, readonly string[]>();
  const own = steps.filter(({ kind }) => kind === "own");
  const [first] = own;
  const data = story.data.map(({ name, value }) => `${name.replaceAll("_", " ")}: ${value}`).join(", ");
  if (first !== undefined && data !== "" && channel === "chat")
    content.set(first.seq, [data.slice(0, DATA_MAX)]);
  for (const note of notes) {
    const saved = own.findLast(
      ({ type, event }) =>
        type === "NoteSaved" && names.agents[String(event?.["agentId"] ?? "")] === note.name,
    );
    if (saved !== undefined && note.text !== "") content.set(saved.seq, [note.text]);
  }
  const answer = story.happenings.findLast(({ what }) => what === "SurveyAnswered");
  const comment = answer?.facts["comment"];
  if (answer !== undefined && typeof comment === "string" && comment !== "")
    content.set(answer.seq, [comment]);
  return content;
}

const namesOf = ({ names }: LineWords): Names => ({
  agent: (id) => names.agents[id] ?? null,
  service: (id) => names.services[id] ?? null,
});

function saidLine(step: ReplayStepView, message: MessageView, { t }: LineWords): StepLine {
  const { from, audience } = message;
  return {
    step,
    tone: from.who === "customer" ? "customer" : audience === "team" ? "team" : "agent",
    who: from.who === "customer" ? t("context.transcript.customer") : from.name,
    text: bodyText(t, message),
    details: audience === "team" ? [t("replay.whispered")] : [],
  };
}

/** A message in a line: what it carries, as it is kept. */
export function bodyText(t: TFunction, { body }: Pick<MessageView, "body">): string {
  switch (body.kind) {
    case "text":
      return body.text;
    case "file":
      return t("replay.body.file", { name: body.file.name });
    case "location":
      return t("context.transcript.location");
    case "form":
      return t("context.transcript.form", { name: body.formName });
    case "navigation":
      return t("context.transcript.navigation", { title: body.title });
    case "erased":
      return t("context.transcript.erased");
    default:
      return t(`replay.body.${body.kind}`, { defaultValue: body.kind.replaceAll("_", " ") });
  }
}

type Words = Pick<StepLine, "tone" | "text" | "details">;

function wordsOf(
  step: ReplayStepView,
  told: LineWords,
  byId: ReadonlyMap<string, MessageView>,
  calls: ReadonlyMap<number, string>,
): Words {
  const { t } = told;
  const names = namesOf(told);
  if (step.kind === "place") return { tone: "place", text: t("replay.place"), details: [] };
  if (step.passing !== null) {
    const { passing } = step;
    return {
      tone: "passed",
      text: t("replay.passed.line", {
        name: names.agent(passing.agentId) ?? t("context.happened.somebody"),
        case: String(passing.caseNumber),
      }),
      details: [
        t(`replay.passed.${passing.because}`, {
          since: secondText(passing.enqueuedAt),
          priority: String(passing.priority),
        }),
      ],
    };
  }
  const happening = happeningOf(step);
  const details = explanationText(t, happening, names);
  const call = calls.get(step.seq);
  if (call !== undefined) return { tone: "event", text: call, details };
  const own = ownText(step, told, byId);
  if (own !== null) return { ...own, details };
  const text = isCallStep(step.type) ? null : happenedText(t, happening, names);
  return text === null || text === step.type
    ? { tone: "quiet", text: plainName(step.type), details }
    : { tone: "event", text, details };
}

/** Events that a story of a chat leaves out, and a replay does not. */
function ownText(
  { type, event }: ReplayStepView,
  { t, names }: LineWords,
  byId: ReadonlyMap<string, MessageView>,
): Pick<Words, "tone" | "text"> | null {
  const fact = (name: string): string => String(event?.[name] ?? "");
  const name = names.agents[fact("agentId")] ?? t("context.happened.somebody");
  switch (type) {
    case "OfferRang":
    case "OfferAccepted":
    case "NoteSaved":
    case "SurveyOffered":
    case "InteractionCompleted":
      return { tone: "event", text: t(`replay.event.${type}`, { name }) };
    case "SurveyAnswered":
      return {
        tone: "event",
        text: t("replay.event.SurveyAnswered", { count: Number(event?.["stars"] ?? 0) }),
      };
    case "AgentRequestClosed":
      return fact("cause") === "accepted" || fact("cause") === "interaction_ended"
        ? { tone: "quiet", text: t(`replay.event.AgentRequestClosed.${fact("cause")}`) }
        : null;
    case "MessageReceiptReported": {
      const message = byId.get(fact("messageId"));
      const reader =
        fact("reader") === "customer"
          ? t("context.transcript.customer")
          : (names.agents[fact("reader")] ?? t("context.happened.somebody"));
      return {
        tone: "quiet",
        text: t(`replay.event.receipt.${fact("receipt")}`, {
          reader,
          text: message === undefined ? "" : shortened(bodyText(t, message)),
        }),
      };
    }
    default:
      return null;
  }
}

const SHORT = 40;
const shortened = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text);

/** "LegAdded" as "Leg added": steps of the machine, for who knows it. */
const plainName = (type: string): string => {
  const words = type.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const happeningOf = ({ seq, at, type, event }: ReplayStepView): HappeningView => ({
  interactionId: "",
  seq,
  at,
  what: type,
  facts: event ?? {},
});

/** What a call's own log says of its events, by sequence. */
function callTexts(steps: readonly ReplayStepView[], told: LineWords): ReadonlyMap<number, string> {
  const { t, story, me } = told;
  const names = namesOf(told);
  const own = steps.filter(({ kind }) => kind === "own").map(happeningOf);
  const began = (...types: readonly string[]): boolean => own.some(({ what }) => types.includes(what));
  const rows = callLog(
    own,
    {
      me,
      nameOf: (id) => names.agent(id) ?? t("context.happened.somebody"),
      customerName: story.contact?.name ?? t("context.transcript.customer"),
      serviceName: (id) => names.service(id) ?? t("context.happened.aService"),
      direction: began("InternalCallPlaced")
        ? "internal"
        : began("CallPlaced", "AppCallPlaced")
          ? "outbound"
          : "inbound",
    },
    () => null,
  );
  return new Map(rows.map(({ key, text }) => [Number(key.split(" ")[0]), text]));
}

/** What had been said by then, and how far it had come by then. */
export function saidBy(
  story: Story,
  steps: readonly ReplayStepView[],
  seq: number,
): readonly (MessageView & { readonly stateThen: "sent" | "delivered" | "read" })[] {
  const states = new Map<string, "delivered" | "read">();
  for (const step of steps) {
    if (step.seq > seq) break;
    if (step.type !== "MessageReceiptReported") continue;
    const { messageId, receipt } = step.event ?? {};
    if (typeof messageId === "string" && (receipt === "read" || states.get(messageId) !== "read"))
      states.set(messageId, receipt === "read" ? "read" : "delivered");
  }
  return story.messages
    .filter((message) => message.seq <= seq)
    .map((message) => ({ ...message, stateThen: states.get(message.messageId) ?? "sent" }));
}
