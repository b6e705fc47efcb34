import type { CustomerEvent, StreamFrame } from "@patchbay/protocol";
import type { Agent, ChatEntry, FormEntry, Wait } from "./types.js";

/** What the server has told of one chat. Pure: the same frames give the same view, in whatever pieces they came. */
export interface View {
  /** Of the last frame that counted. */
  readonly seq: number;
  readonly phase: "waiting" | "active" | "ended";
  readonly entries: readonly ChatEntry[];
  /** All who were ever there, by party; those who are, in `present`. */
  readonly known: Readonly<Record<string, Agent>>;
  readonly present: readonly string[];
  readonly typing: readonly string[];
  readonly wait: Wait | null;
  readonly endsAt: number | null;
  /** Of agents' messages: what this customer has acknowledged. */
  readonly acknowledged: Readonly<Record<string, "delivered" | "read">>;
  /** Server's ids by the ids under which the customer's own entries are shown. */
  readonly shownAs: Readonly<Record<string, string>>;
}

export const emptyView: View = {
  seq: 0,
  phase: "waiting",
  entries: [],
  known: {},
  present: [],
  typing: [],
  wait: null,
  endsAt: null,
  acknowledged: {},
  shownAs: {},
};

/** @param absolute completes the server's own paths */
export function withFrame(view: View, frame: StreamFrame, absolute: (path: string) => string): View {
  if (frame.seq !== null && frame.seq <= view.seq) return view;
  const folded = frame.events.reduce(
    (now, event, index) => withEvent(now, event, { at: frame.at, key: `${frame.seq}-${index}`, absolute }),
    view,
  );
  return frame.seq === null ? folded : { ...folded, seq: frame.seq };
}

/** A line that broke: whoever typed may have stopped since. */
export const withoutTyping = (view: View): View =>
  view.typing.length === 0 ? view : { ...view, typing: [] };

/** Agents' messages that the server has not been told to have come here. */
export function unacknowledged(view: View): string[] {
  return view.entries
    .filter((entry) => "state" in entry && entry.agent !== null && view.acknowledged[entry.id] === undefined)
    .map(({ id }) => id);
}

interface Context {
  readonly at: number;
  /** Of this event among all, for lines that have no id of their own. */
  readonly key: string;
  readonly absolute: (path: string) => string;
}

function withEvent(view: View, event: CustomerEvent, context: Context): View {
  switch (event.type) {
    case "state": {
      const over = event.state === "completed" || event.state === "failed";
      if (over) return ended(view, context);
      const { ewtSeconds, position, agentsAvailable } = event;
      const active = event.state === "connected";
      return {
        ...view,
        phase: active ? "active" : "waiting",
        wait: active ? null : { seconds: ewtSeconds, position, agentsAvailable },
      };
    }
    case "party.joined": {
      const { partyId, name, photoUrl } = event;
      const agent = { id: partyId, name, photoUrl: photoUrl === null ? null : context.absolute(photoUrl) };
      return noted(
        {
          ...view,
          known: { ...view.known, [partyId]: agent },
          present: [...view.present.filter((id) => id !== partyId), partyId],
        },
        { kind: "joined", agent, text: null },
        context,
      );
    }
    case "party.left": {
      const gone = {
        ...view,
        present: view.present.filter((id) => id !== event.partyId),
        typing: view.typing.filter((id) => id !== event.partyId),
      };
      const agent = view.known[event.partyId] ?? null;
      return agent === null ? gone : noted(gone, { kind: "left", agent, text: null }, context);
    }
    case "message":
      return said(view, event, context, (base) => ({ ...base, kind: "message", text: event.text }));
    case "file": {
      const { name, mediaType, bytes, image, url, thumbnailUrl } = event;
      return said(view, event, context, (base) => ({
        ...base,
        kind: "file",
        name,
        mediaType,
        bytes,
        image,
        url: context.absolute(url),
        thumbnailUrl: thumbnailUrl === null ? null : context.absolute(thumbnailUrl),
        progress: null,
        refusal: null,
      }));
    }
    case "location": {
      const { latitude, longitude, accuracy, address } = event;
      return said(view, event, context, (base) => ({
        ...base,
        kind: "location",
        latitude,
        longitude,
        accuracy,
        address,
      }));
    }
    case "form.requested": {
      const { formRequestId, formName } = event;
      return said(view, event, context, (base) => ({
        ...base,
        kind: "form",
        formRequestId,
        formName,
        answer: "open",
      }));
    }
    case "form": {
      const { formRequestId, formName, fields } = event;
      const answer = said(view, event, context, (base) => ({
        ...base,
        kind: "form_answer",
        formName,
        fields,
      }));
      return withForm(answer, formRequestId, "answered");
    }
    case "form.secure":
      return withForm(view, event.formRequestId, "answered");
    case "form.declined":
      return withForm(view, event.formRequestId, "declined");
    case "form.withdrawn":
      return withForm(view, event.formRequestId, "withdrawn");
    case "receipt":
      return withReceipt(view, event);
    case "service":
      return noted(view, { kind: "service", agent: null, text: event.name }, context);
    case "inactivity.warning":
      return { ...view, endsAt: event.endsAt };
    case "inactivity.timeout":
      return noted(view, { kind: "timed_out", agent: null, text: null }, context);
    case "ended":
      return ended(view, context);
    case "typing": {
      const others = view.typing.filter((id) => id !== event.partyId);
      return { ...view, typing: event.typing ? [...others, event.partyId] : others };
    }
    // Calls, cobrowsing and pages that agents send belong to apps; a page of the web has no place for them.
    default:
      return view;
  }
}

type SaidEvent = Extract<CustomerEvent, { from: "customer" | "agent" }>;
type Base = Pick<Extract<ChatEntry, { kind: "message" }>, "id" | "at" | "agent" | "state">;

function said(view: View, event: SaidEvent, { at }: Context, make: (base: Base) => ChatEntry): View {
  const mine = event.from === "customer";
  const id = mine ? (event.clientMessageId ?? event.messageId) : event.messageId;
  const before = view.entries.find((entry) => entry.id === id);
  if (before !== undefined && !mine) return view;
  const agent = mine ? null : (view.known[event.partyId ?? ""] ?? nobodyKnown(event.partyId));
  const state = before !== undefined && "state" in before ? before.state : null;
  const entry = make({ id, at, agent, state: mine ? (state ?? "sent") : null });
  return {
    ...view,
    entries:
      before === undefined
        ? [...view.entries, entry]
        : view.entries.map((each) => (each === before ? entry : each)),
    shownAs: mine ? { ...view.shownAs, [event.messageId]: id } : view.shownAs,
    // Whoever said something is not typing it any more, and who speaks is there.
    typing: mine ? view.typing : view.typing.filter((party) => party !== event.partyId),
    endsAt: mine ? null : view.endsAt,
  };
}

const nobodyKnown = (partyId: string | null): Agent => ({ id: partyId ?? "", name: "", photoUrl: null });

function withReceipt(view: View, event: Extract<CustomerEvent, { type: "receipt" }>): View {
  const { messageId, receipt } = event;
  if (event.by === "customer") {
    if (view.acknowledged[messageId] === "read") return view;
    return { ...view, acknowledged: { ...view.acknowledged, [messageId]: receipt } };
  }
  const id = view.shownAs[messageId] ?? event.clientMessageId ?? messageId;
  return {
    ...view,
    entries: view.entries.map((entry) =>
      entry.id === id && "state" in entry && entry.state !== null && entry.state !== "read"
        ? { ...entry, state: receipt }
        : entry,
    ),
  };
}

function withForm(view: View, formRequestId: string, answer: FormEntry["answer"]): View {
  return {
    ...view,
    entries: view.entries.map((entry) =>
      entry.kind === "form" && entry.formRequestId === formRequestId ? { ...entry, answer } : entry,
    ),
  };
}

function noted(
  view: View,
  note: {
    readonly kind: "joined" | "left" | "ended" | "timed_out" | "service";
    readonly agent: Agent | null;
    readonly text: string | null;
  },
  { at, key }: Context,
): View {
  return { ...view, entries: [...view.entries, { ...note, id: `note-${key}`, at }] };
}

function ended(view: View, context: Context): View {
  if (view.phase === "ended") return view;
  const over: View = { ...view, phase: "ended", present: [], typing: [], wait: null, endsAt: null };
  return noted(over, { kind: "ended", agent: null, text: null }, context);
}
