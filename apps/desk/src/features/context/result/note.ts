/** The agent's notes of one interaction as they stand at this desk. */
export interface LocalNote {
  readonly text: string;
  /** What the server has acknowledged; `null` while nothing was. */
  readonly stored: string | null;
  /** When it acknowledged it, ms of the server's clock. */
  readonly storedAt: number | null;
}

/** The text that is shown: what was typed here wins over what the server has, as long as the desk is open. */
export const shownNote = (local: LocalNote | undefined, server: string): string => local?.text ?? server;

export type NoteState = "untouched" | "saving" | "saved";

export function noteState(local: LocalNote | undefined): NoteState {
  if (local === undefined) return "untouched";
  return local.text === local.stored ? "saved" : "saving";
}

export function typed(local: LocalNote | undefined, server: string, text: string): LocalNote {
  return {
    text,
    stored: local?.stored ?? (text === server ? server : null),
    storedAt: local?.storedAt ?? null,
  };
}

/** The server has `text` now; what was typed since then stays unsaved. */
export function acknowledged(local: LocalNote | undefined, text: string, at: number): LocalNote {
  return { text: local?.text ?? text, stored: text, storedAt: at };
}

/** What a reload must not lose: the notes that the server has not acknowledged, by interaction. */
export function unsavedNotes(notes: ReadonlyMap<string, LocalNote>): Record<string, string> {
  const unsaved: Record<string, string> = {};
  for (const [id, note] of notes) if (noteState(note) === "saving") unsaved[id] = note.text;
  return unsaved;
}

/** Reads what `unsavedNotes` kept; anything else is nothing. */
export function readUnsaved(json: string | null): ReadonlyMap<string, LocalNote> {
  const notes = new Map<string, LocalNote>();
  let kept: unknown = null;
  try {
    kept = JSON.parse(json ?? "{}");
  } catch {
    return notes;
  }
  if (typeof kept !== "object" || kept === null) return notes;
  for (const [id, text] of Object.entries(kept)) {
    if (typeof text === "string") notes.set(id, { text, stored: null, storedAt: null });
  }
  return notes;
}
