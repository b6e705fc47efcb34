import type { Outbox, OutboxItem } from "../parts/index.js";
import type { View } from "./fold.js";
import type { ChatEntry, ChatPhase, ChatState, EntryState } from "./types.js";

export function phaseOf(chatId: string | null, view: View, outbox: Outbox): ChatPhase {
  if (chatId !== null) return view.phase;
  return outbox.some(({ body }) => body.kind === "start") ? "starting" : "none";
}

/**
 * What the server has told, then what it has, then what it has not; an own form that waits shows its form as answered.
 * @param had confirmed, but the stream has not come to it yet
 */
export function entriesOf(
  view: View,
  had: Outbox,
  outbox: Outbox,
  progress: ReadonlyMap<string, number>,
): readonly ChatEntry[] {
  if (had.length === 0 && outbox.length === 0) return view.entries;
  const known = new Set(view.entries.map(({ id }) => id));
  const answers = new Map(
    [...had, ...outbox].flatMap(({ body, state }) =>
      state !== "failed" && (body.kind === "form" || body.kind === "form_declined")
        ? [[body.formRequestId, body.kind === "form" ? "answered" : "declined"] as const]
        : [],
    ),
  );
  const told = view.entries.map((entry) => {
    const answer =
      entry.kind === "form" && entry.answer === "open" ? answers.get(entry.formRequestId) : undefined;
    return answer === undefined ? entry : { ...entry, answer };
  });
  return [
    ...told,
    ...had.flatMap((item) => (known.has(item.id) ? [] : entryOf(item, "sent", progress))),
    ...outbox.flatMap((item) => (known.has(item.id) ? [] : entryOf(item, item.state, progress))),
  ] as readonly ChatEntry[];
}

/** The name under which an agent asks for a form; empty: none, or not known. */
export function formNameOf(view: View, formRequestId: string): string {
  const asked = view.entries.find((entry) => entry.kind === "form" && entry.formRequestId === formRequestId);
  return asked?.kind === "form" ? asked.formName : "";
}

/** Who is there, and what is known of the wait for them. */
export function partiesOf(view: View): Pick<ChatState, "agents" | "typing" | "wait" | "endsAt"> {
  const agentOf = (id: string) => (view.known[id] === undefined ? [] : [view.known[id]]);
  return {
    agents: view.present.flatMap(agentOf),
    typing: view.typing.flatMap(agentOf),
    wait: view.wait,
    endsAt: view.endsAt,
  };
}

/** Of these, what the stream has not come to. */
export function untold(view: View, had: Outbox): Outbox {
  const told = new Set(view.entries.map(({ id }) => id));
  return had.filter(({ id }) => !told.has(id));
}

function entryOf(item: OutboxItem, state: EntryState, progress: ReadonlyMap<string, number>): ChatEntry[] {
  const { body, id, at } = item;
  const base = { id, at, agent: null, state };
  switch (body.kind) {
    case "message":
      return [{ ...base, kind: "message", text: body.text }];
    case "file": {
      const { name, mediaType, bytes } = body;
      const ratio = progress.get(id) ?? null;
      const places = { url: null, thumbnailUrl: null, image: null };
      return [
        { ...base, kind: "file", name, mediaType, bytes, ...places, progress: ratio, refusal: item.refusal },
      ];
    }
    case "location": {
      const { latitude, longitude, accuracy } = body;
      return [{ ...base, kind: "location", latitude, longitude, accuracy, address: null }];
    }
    case "form":
      return [{ ...base, kind: "form_answer", formName: body.formName, fields: body.fields }];
    default:
      return [];
  }
}
