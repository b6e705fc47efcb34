import { create } from "zustand";
import { ask } from "../../../state/actions.js";
import { type Keeper, type KeptNote, keeperFor } from "../../../state/kept.js";
import { whenLeaving } from "../../../state/leaving.js";
import { seat, serverNow, useDesk } from "../../../state/store.js";
import { putAside, takeBack } from "../../../state/undelivered.js";
import { acknowledged, type LocalNote, noteState, typed, written } from "./note.js";

/**
 * Notes as typed. A text goes to the server when the agent pauses, one request at a time for each interaction, so that
 * an older text can never come after a newer one; until it is acknowledged it is in the browser's storage too.
 */
const SAVE_AFTER_MS = 800;

const useNotes = create<{ readonly notes: ReadonlyMap<string, LocalNote> }>(() => ({ notes: new Map() }));
const timers = new Map<string, number>();
const underWay = new Map<string, { readonly text: string; readonly answered: Promise<void> }>();
let owner: string | null = null;
let keeper: Keeper | null = null;

type Data = NonNullable<ReturnType<typeof useDesk.getState>["data"]>;

export const useNote = (interactionId: string): LocalNote | undefined =>
  useNotes((state) => state.notes.get(interactionId));

export const noteOf = (interactionId: string): LocalNote | undefined =>
  useNotes.getState().notes.get(interactionId);

/** Takes up what an earlier page of this agent had not brought to the server. Does so once for each agent. */
function restoreNotes(agentId: string, data: Data): void {
  owner = agentId;
  keeper = keeperFor(seat, agentId);
  for (const timer of timers.values()) window.clearTimeout(timer);
  timers.clear();
  underWay.clear();
  const kept = [...keeper.notes.read()];
  useNotes.setState({
    notes: new Map(kept.map(([id, { text, base }]) => [id, { text, base, stored: null, storedAt: null }])),
  });
  for (const [id, { customer }] of kept) {
    const view = data.interactions.get(id);
    if (view === undefined) leave(id, customer);
    else follow(id, view.contact.name, view.note);
    void saveNote(id);
  }
}

export function typeNote(interactionId: string, text: string, wrapUpEndsAt: number | null): void {
  const server = useDesk.getState().data?.interactions.get(interactionId)?.note ?? "";
  put(interactionId, typed(useNotes.getState().notes.get(interactionId), server, text));
  window.clearTimeout(timers.get(interactionId));
  // When wrap-up is about to end by itself, nothing may wait for a pause any more.
  const hurry = wrapUpEndsAt !== null && wrapUpEndsAt - serverNow() < 3 * SAVE_AFTER_MS;
  if (hurry) void saveNote(interactionId);
  else
    timers.set(
      interactionId,
      window.setTimeout(() => void saveNote(interactionId), SAVE_AFTER_MS),
    );
}

/** Brings the text to the server. Resolves when all that was typed so far is there, or was refused. */
export async function saveNote(interactionId: string): Promise<void> {
  window.clearTimeout(timers.get(interactionId));
  timers.delete(interactionId);
  const running = underWay.get(interactionId);
  if (running !== undefined) {
    await running.answered;
    return saveNote(interactionId);
  }
  const local = useNotes.getState().notes.get(interactionId);
  if (local === undefined || noteState(local) !== "saving") return;
  const answered = transmit(interactionId, local.text);
  underWay.set(interactionId, { text: local.text, answered });
  await answered;
}

async function transmit(interactionId: string, text: string): Promise<void> {
  const asked = owner;
  const answer = await ask("saveNote", { interactionId, text });
  // Another agent sits here by now; the text is where the former one will find it.
  if (asked !== owner) return;
  underWay.delete(interactionId);
  const local = useNotes.getState().notes.get(interactionId);
  if (answer.ok) {
    if (local !== undefined) put(interactionId, acknowledged(local, text, serverNow()));
    return;
  }
  // The interaction is not ours any more: the text stays in sight, so that it can be put elsewhere.
  if (local !== undefined) leave(interactionId, customerOf(interactionId), answer.error.code);
}

const customerOf = (interactionId: string): string =>
  useDesk.getState().data?.interactions.get(interactionId)?.contact.name ??
  customers.get(interactionId) ??
  "";
/** The names of those whose chats may have gone before their notes were saved. */
const customers = new Map<string, string>();

/** What the server does not have goes to where the agent finds it; what it has goes with the chat. */
function leave(interactionId: string, customer: string, error: string | null = null): void {
  window.clearTimeout(timers.get(interactionId));
  timers.delete(interactionId);
  const local = useNotes.getState().notes.get(interactionId);
  if (local !== undefined && noteState(local) === "saving") {
    const { text } = local;
    putAside({ interactionId, customer, kind: "note", audience: "team", text, at: serverNow(), error });
  }
  put(interactionId, undefined);
}

/** The server has `note`: taken, unless something else is being typed here. */
function follow(interactionId: string, customer: string, note: string): void {
  const before = useNotes.getState().notes.get(interactionId);
  if (before === undefined) return;
  const own = [before.text, before.stored, before.base, underWay.get(interactionId)?.text];
  if (own.includes(note)) return;
  const { local, aside } = written(before, note);
  if (aside !== null) {
    const at = serverNow();
    putAside({ interactionId, customer, kind: "aside", audience: "team", text: aside, at, error: null });
  }
  put(interactionId, local);
}

/** After each frame: notes stay with their interactions, and another tab's words are seen here. */
function notesFollow(data: Data, before: Data | null): void {
  for (const [id, view] of data.interactions) {
    customers.set(id, view.contact.name);
    if (before?.interactions.get(id)?.note !== view.note) follow(id, view.contact.name, view.note);
  }
  for (const id of [...useNotes.getState().notes.keys()]) {
    // A note that is on its way has an answer to come, which says whether it arrived.
    if (!data.interactions.has(id) && !underWay.has(id)) leave(id, customerOf(id));
  }
  const back = takeBack("note", (id) => data.interactions.has(id) && before?.interactions.has(id) !== true);
  for (const { interactionId, customer, text } of back) {
    const view = data.interactions.get(interactionId);
    put(interactionId, { text, stored: null, storedAt: null, base: text });
    if (view !== undefined) follow(interactionId, customer, view.note);
    void saveNote(interactionId);
  }
}

function put(interactionId: string, note: LocalNote | undefined): void {
  const notes = new Map(useNotes.getState().notes);
  if (note === undefined) notes.delete(interactionId);
  else notes.set(interactionId, note);
  useNotes.setState({ notes });
  const unsaved = [...notes].filter(([, one]) => noteState(one) === "saving");
  keeper?.notes.keep(
    new Map(
      unsaved.map(([id, { text, base }]): [string, KeptNote] => [
        id,
        { text, base, customer: customerOf(id) },
      ]),
    ),
  );
}

// As soon as the desk knows which interactions it holds, whatever the agent looks at.
useDesk.subscribe(({ session, data }, before) => {
  if (session.phase !== "signed_in" || data === null || data === before.data) return;
  if (owner !== session.agentId) restoreNotes(session.agentId, data);
  notesFollow(data, before.data);
});
whenLeaving(async () => {
  await Promise.all([...timers.keys()].map(saveNote));
});
