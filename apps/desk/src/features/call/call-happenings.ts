import { amountSchema, amountText, type HappeningView } from "@patchbay/protocol";
import { word } from "../../words/words.js";
import { recordingLine } from "./recording-happenings.js";

export type CallLogIcon =
  | "in"
  | "out"
  | "rings"
  | "talks"
  | "lost"
  | "gone"
  | "held"
  | "back"
  | "muted"
  | "keys"
  | "message"
  | "mailbox"
  | "data"
  | "asks"
  | "swaps"
  | "joins"
  | "given"
  | "recording"
  | "recordingPaused"
  | "supervises"
  | "consent"
  | "application";

export interface CallLogLine {
  readonly icon: CallLogIcon;
  readonly text: string;
  /** `quiet`: a step on the way, for who looks closely. */
  readonly tone?: "warn" | "quiet";
}

/** On whom the words of a call's line depend. */
export interface LineContext {
  readonly me: string;
  readonly customerName: string;
  readonly nameOf: (agentId: string) => string;
  readonly serviceName: (serviceId: string) => string;
  /** Whose leg it was; `null`: the customer's, or a number's. */
  readonly agentOfLeg: (legId: string) => string | null;
  /** As the core names it; `customer` where nobody has added it. */
  readonly roleOfLeg: (legId: string) => string;
  /** Whom the consultation that is under way is with, as a name; `null`: not known. */
  readonly asked: string | null;
  readonly direction: "inbound" | "outbound" | "internal";
  /** What a voice application is called; absent: nobody knows its name here. */
  readonly applicationName?: (scenarioId: string) => string | null;
}

type Happening = Pick<HappeningView, "what" | "facts">;

/** What happened in a call, in plain words; `null` for a step inside the machine and for what is no part of a call. */
export function callLine(happening: Happening, context: LineContext): CallLogLine | null {
  const say = wordsOf(happening, context);
  const { what, facts } = happening;
  const { text, line, by } = say;
  switch (what) {
    case "CallArrived":
    case "AppCallArrived":
      return { icon: "in", text: line(what) };
    case "AppCallPlaced":
    case "CallPlaced":
      return { icon: "out", text: by("agentId", what) };
    case "InternalCallPlaced":
      return { icon: "out", text: say.both("agentId", "to", "InternalCallPlaced") };
    case "CallDataSet": {
      // What the caller entered is shown beside the call; here it is only that it was.
      const name = text("name");
      return {
        icon: "data",
        text: facts.value == null ? line("entered", { name }) : line("data", { name, value: text("value") }),
      };
    }
    case "QueuePositionAnnounced":
      return { icon: "data", text: line("queue", { count: Number(facts.ahead ?? 0) }) };
    case "AgentJoined":
      return joined(say, context);
    case "AgentLeft":
      return left(say);
    case "AgentRequested":
      return requested(say, context);
    case "AgentRequestClosed":
      return requestClosed(say);
    case "LegAdded":
      // Where a call goes on to is told by that.
      return facts.role === "external" && !text("legId").endsWith(".f1")
        ? { icon: "out", text: by("by", "numberCalled", { number: say.number() }) }
        : null;
    case "CallsJoined":
      return {
        icon: "joins",
        text: by("agentId", facts.stays === true ? "callsJoined.stays" : "callsJoined.leaves"),
      };
    case "LegMoved":
      return { icon: "joins", text: line("lineJoined", { customer: say.partyName(text("legId"), context) }) };
    case "LegChanged":
      return legChanged(say, context);
    case "LegRemoved":
      return legRemoved(say, context);
    case "CallForwarded":
      return { icon: "given", text: by("agentId", `forwarded.${text("reason")}`) };
    case "CallForwardedInside":
      return { icon: "given", text: say.both("agentId", "to", `forwardedInside.${text("reason")}`) };
    case "MessagePlaying":
      if (facts.announces === "recording") return { icon: "recording", text: line("recording.announced") };
      return { icon: "message", text: by("agentId", facts.thenEnds === true ? "messageLast" : "message") };
    case "MessageStopped":
      return facts.cause === "agent" ? { icon: "message", text: by("agentId", "messageStopped") } : null;
    case "VoicemailStarted":
      return { icon: "mailbox", text: line("voicemail.started") };
    case "VoicemailEnded":
      return { icon: "mailbox", text: line(facts.durationMs === 0 ? "voicemail.nothing" : "voicemail.left") };
    case "CallMuted":
      return muted(say, context);
    case "KeysSent":
      return { icon: "keys", text: line("keys", { count: Number(facts.count ?? 0) }) };
    case "CallHeld":
      if (facts.held !== true) return { icon: "back", text: by("agentId", "retrieved") };
      return { icon: "held", text: by("agentId", facts.cause === "other_call" ? "heldForOther" : "held") };
    case "PartyHeld": {
      const party = say.partyName(text("legId"), context);
      return facts.held === true
        ? { icon: "held", text: by("by", "parked", { party }) }
        : { icon: "back", text: by("by", "unparked", { party }) };
    }
    case "InteractionEnded":
      return ended(say);
    default:
      return (
        consultationLine(what, say, context) ??
        supervisionLine(what, say) ??
        recordingLine(what, say) ??
        applicationLine(what, say, context)
      );
  }
}

export interface Say {
  readonly facts: Happening["facts"];
  readonly text: (name: string) => string;
  readonly line: (path: string, values?: Record<string, unknown>) => string;
  /** The sentence for "you" where this desk's agent is meant by the fact of this name. */
  readonly by: (name: string, path: string, values?: Record<string, unknown>) => string;
  /** Of two agents: who did it, and to whom. */
  readonly both: (who: string, whom: string, path: string) => string;
  /** What a number that was called in is called. */
  readonly number: () => string;
  readonly partyName: (legId: string, context: LineContext) => string;
}

function wordsOf({ facts }: Happening, { me, customerName, nameOf }: LineContext): Say {
  const text = (name: string): string => String(facts[name] ?? "");
  const line = (path: string, values: Record<string, unknown> = {}): string =>
    word(`call.happening.${path}`, { customer: customerName, ...values });
  const by = (name: string, path: string, values: Record<string, unknown> = {}): string => {
    const agentId = text(name);
    return line(`${path}.${agentId === me ? "you" : "other"}`, { name: nameOf(agentId), ...values });
  };
  const number = (): string => text("name") || text("number") || line("aNumber");
  return {
    facts,
    text,
    line,
    by,
    both: (who, whom, path) =>
      by(who, path, { to: text(whom) === me ? line("youAsObject") : nameOf(text(whom)) }),
    number,
    partyName: (legId, { agentOfLeg, roleOfLeg }) => {
      const agentId = agentOfLeg(legId);
      if (agentId !== null) return agentId === me ? line("youAsObject") : nameOf(agentId);
      return roleOfLeg(legId) === "customer" ? customerName : number();
    },
  };
}

function joined({ by, text }: Say, { direction }: LineContext): CallLogLine | null {
  const kind = text("kind");
  switch (kind) {
    case "transfer":
    case "invite":
    case "consult":
    case "call":
      return { icon: "joins", text: by("agentId", `joined.${kind}`) };
    // Told by the take-over itself.
    case "takeover":
      return null;
    default:
      // Whoever calls is in it from the first moment.
      return direction === "inbound" ? { icon: "talks", text: by("agentId", "took") } : null;
  }
}

const LEFT = new Set(["left", "logged_out", "phone_lost", "removed"]);

function left({ by, text }: Say): CallLogLine | null {
  const cause = text("cause");
  if (cause === "transferred")
    return { icon: "given", tone: "quiet", text: by("agentId", "left.transferred") };
  // The others are told by what led to them.
  return LEFT.has(cause) ? { icon: "gone", text: by("agentId", `left.${cause}`) } : null;
}

function requested({ by, text, facts }: Say, context: LineContext): CallLogLine | null {
  const kind = text("kind");
  if (kind !== "transfer" && kind !== "invite") return null;
  const isAgent = typeof facts.agentId === "string";
  const to = isAgent
    ? text("agentId") === context.me
      ? context.nameOf(context.me)
      : context.nameOf(text("agentId"))
    : context.serviceName(text("serviceId"));
  const path = isAgent ? `requested.${kind}` : `requested.${kind}Service`;
  return { icon: kind === "transfer" ? "given" : "joins", text: by("by", path, { to }) };
}

function requestClosed({ line, text }: Say): CallLogLine | null {
  const kind = text("kind");
  const cause = text("cause");
  if ((kind !== "transfer" && kind !== "invite") || (cause !== "cancelled" && cause !== "failed"))
    return null;
  const said = {
    icon: kind === "transfer" ? "given" : "joins",
    text: line(`requestClosed.${kind}.${cause}`),
  };
  return cause === "failed" ? ({ ...said, tone: "warn" } as CallLogLine) : (said as CallLogLine);
}

function legChanged({ text, line, number }: Say, context: LineContext): CallLogLine | null {
  const legId = text("legId");
  const state = text("state");
  const role = context.roleOfLeg(legId);
  const agentId = context.agentOfLeg(legId);
  if (role === "supervisor") return null;
  if (role === "external") {
    const values = { customer: number() };
    if (state === "ringing") return { icon: "rings", text: line("ringing", values) };
    if (state === "connected") return { icon: "talks", text: line("connectedCustomer", values) };
    return state === "lost" ? { icon: "lost", tone: "warn", text: line("lostCustomer", values) } : null;
  }
  // An arriving call is picked up by the center itself, and a customer who calls in the app is connected by it.
  const isPickedUp = state === "connected" || state === "ringing";
  if (context.direction === "inbound" && isPickedUp && agentId === null) return null;
  switch (state) {
    case "ringing":
      return agentId === null ? { icon: "rings", text: line("ringing") } : null;
    case "connected":
      return agentId === null
        ? { icon: "talks", text: line("connectedCustomer") }
        : { icon: "talks", tone: "quiet", text: agentLine(agentId, "connectedAgent", context, line) };
    case "lost":
      return {
        icon: "lost",
        tone: "warn",
        text: agentId === null ? line("lostCustomer") : agentLine(agentId, "lostAgent", context, line),
      };
    default:
      return null;
  }
}

const agentLine = (agentId: string, path: string, { me, nameOf }: LineContext, line: Say["line"]): string =>
  line(`${path}.${agentId === me ? "you" : "other"}`, { name: nameOf(agentId) });

function legRemoved({ facts, text, line, by, number }: Say, context: LineContext): CallLogLine | null {
  const legId = text("legId");
  const role = context.roleOfLeg(legId);
  const byHost = typeof facts.by === "string";
  if (role === "supervisor" || facts.role === "supervisor")
    return facts.role === "agent" ? null : { icon: "supervises", text: by("agentId", "monitorStopped") };
  // The agent's leaving tells it.
  if (context.agentOfLeg(legId) !== null) return null;
  const customer = role === "external" ? number() : context.customerName;
  if (byHost) return { icon: "gone", text: by("by", "removed", { party: customer }) };
  return { icon: "gone", text: line(`gone.${text("cause")}`, { customer }) };
}

function muted({ facts, text, by, partyName }: Say, context: LineContext): CallLogLine {
  const legId = text("legId");
  const own = context.agentOfLeg(legId);
  const isOn = facts.muted === true;
  // Whoever is muted by somebody else was muted by the host.
  if (own === null || (facts.by != null && facts.by !== own)) {
    const party = partyName(legId, context);
    return { icon: "muted", text: by("by", isOn ? "partyMuted" : "partyUnmuted", { party }) };
  }
  const path = isOn ? "muted" : "unmuted";
  return {
    icon: "muted",
    tone: "quiet",
    text: word(`call.happening.${path}.${own === context.me ? "you" : "other"}`, {
      name: context.nameOf(own),
    }),
  };
}

function ended({ text, by }: Say): CallLogLine | null {
  const cause = text("cause");
  if (cause === "joined") return { icon: "joins", text: by("agentId", "endedJoined") };
  return cause === "agent" || cause === "supervisor"
    ? text("agentId") === "" || text("agentId") === "null"
      ? null
      : { icon: "gone", text: by("agentId", "ended") }
    : null;
}

function consultationLine(what: string, { text, by, line }: Say, context: LineContext): CallLogLine | null {
  const asked = context.asked ?? line("somebody");
  switch (what) {
    case "ConsultationStarted":
      return { icon: "asks", text: by("agentId", "consultationStarted", { asked }) };
    case "CircleSwitched":
      return {
        icon: "swaps",
        tone: "quiet",
        text:
          text("circle") === "main"
            ? by("agentId", "switched.main")
            : by("agentId", "switched.consult", { asked }),
      };
    case "ConsultationEnded": {
      const cause = text("cause");
      const icon = cause === "merged" ? "joins" : cause === "transferred" ? "given" : "asks";
      const said: CallLogLine = { icon, text: by("agentId", `consultationEnded.${cause}`, { asked }) };
      return cause === "failed" ? { ...said, tone: "warn" } : said;
    }
    default:
      return null;
  }
}

function supervisionLine(what: string, { text, both }: Say): CallLogLine | null {
  switch (what) {
    case "CallMonitored":
      return { icon: "supervises", text: both("supervisorId", "agentId", `monitored.${text("mode")}`) };
    case "CallTakenOver":
      return { icon: "given", text: both("supervisorId", "agentId", "takenOver") };
    default:
      return null;
  }
}

function applicationLine(
  what: string,
  { facts, text, by, line }: Say,
  { applicationName }: LineContext,
): CallLogLine | null {
  switch (what) {
    case "ApplicationConnected": {
      const application = applicationName?.(text("scenarioId")) ?? line("anApplication");
      const amount = amountSchema.safeParse(facts.amount);
      return amount.success
        ? {
            icon: "application",
            text: by("agentId", "application.payment", { application, amount: amountText(amount.data) }),
          }
        : { icon: "application", text: by("agentId", "application.connected", { application }) };
    }
    case "ApplicationEnded":
      return {
        icon: "application",
        text:
          facts.cause === "agent"
            ? by("agentId", "application.takenBack")
            : line(`application.${facts.cause === "customer_left" ? "customerLeft" : "done"}`),
      };
    case "PaymentReported": {
      const amount = amountSchema.safeParse(facts.amount);
      const paid = line(`application.${text("outcome")}`, {
        amount: amount.success ? amountText(amount.data) : "",
      });
      return { icon: "application", text: paid, ...(facts.outcome === "approved" ? {} : { tone: "warn" }) };
    }
    default:
      return null;
  }
}
