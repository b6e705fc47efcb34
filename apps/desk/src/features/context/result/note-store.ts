import { create } from "zustand";
import { ask, toast } from "../../../state/actions.js";
import { seat, serverNow, useDesk } from "../../../state/store.js";
import { word } from "../../../words/words.js";
import { acknowledged, type LocalNote, noteState, readUnsaved, typed, unsavedNotes } from "./note.js";

/**
 * Notes as typed. A text goes to the server when the agent pauses, one request at a time for each interaction, so that
 * an older text can never come after a newer one; until it is acknowledged it is in this tab's storage too.
 */
const SAVE_AFTER_MS = 800;

const useNotes = create<{ readonly notes: ReadonlyMap<string, LocalNote> }>(() => ({ notes: new Map() }));
const timers = new Map<string, number>();
const underWay = new Map<string, Promise<void>>();
let owner: string | null = null;

export const useNote = (interactionId: string): LocalNote | undefined =>
  useNotes((state) => state.notes.get(interactionId));

const keptKey = (): string => `patchbay.notes.${seat}.${owner ?? ""}`;

/** Takes up what an earlier page of this agent had not brought to the server. Does so once for each agent. */
function restoreNotes(): void {
  const { session, data } = useDesk.getState();
  if (session.phase !== "signed_in" || data === null || owner === session.agentId) return;
  owner = session.agentId;
  let kept: ReadonlyMap<string, LocalNote> = new Map();
  try {
    kept = readUnsaved(sessionStorage.getItem(keptKey()));
  } catch {
    // Storage is switched off: there is nothing to take up.
  }
  const held = [...kept].filter(([id]) => data.interactions.has(id));
  useNotes.setState({ notes: new Map(held) });
  for (const [id] of held) void saveNote(id);
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
    await running;
    return saveNote(interactionId);
  }
  const local = useNotes.getState().notes.get(interactionId);
  if (local === undefined || noteState(local) !== "saving") return;
  const saving = transmit(interactionId, local.text);
  underWay.set(interactionId, saving);
  await saving;
}

async function transmit(interactionId: string, text: string): Promise<void> {
  const answer = await ask("saveNote", { interactionId, text }, { keep: true });
  underWay.delete(interactionId);
  const local = useNotes.getState().notes.get(interactionId);
  if (answer.ok) {
    put(interactionId, acknowledged(local, text, serverNow()));
    return;
  }
  // The interaction is not ours any more: the text is shown once more, so that it can be put elsewhere.
  drop(interactionId);
  toast(word("context.result.refused", { text, reason: word(`errors.${answer.error.code}`) }), {
    tone: "error",
    until: Date.now() + 30_000,
  });
}

function put(interactionId: string, note: LocalNote): void {
  keep(new Map(useNotes.getState().notes).set(interactionId, note));
}

function drop(interactionId: string): void {
  const notes = new Map(useNotes.getState().notes);
  notes.delete(interactionId);
  keep(notes);
}

function keep(notes: ReadonlyMap<string, LocalNote>): void {
  useNotes.setState({ notes });
  if (owner === null) return;
  const unsaved = unsavedNotes(notes);
  try {
    if (Object.keys(unsaved).length === 0) sessionStorage.removeItem(keptKey());
    else sessionStorage.setItem(keptKey(), JSON.stringify(unsaved));
  } catch {
    // Storage is full or switched off: what is typed is still here as long as the page is.
  }
}

// As soon as the desk knows which interactions it holds, whatever the agent looks at.
useDesk.subscribe(restoreNotes);
