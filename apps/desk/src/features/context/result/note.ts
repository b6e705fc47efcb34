/** The agent's notes of one interaction as they stand at this desk. */
export interface LocalNote {
  readonly text: string;
  /** What the server has acknowledged; `null` while nothing was. */
  readonly stored: string | null;
  /** When it acknowledged it, ms of the server's clock. */
  readonly storedAt: number | null;
  /** What the server had when the typing began here, or what it has acknowledged since. */
  readonly base: string;
}

/** The text that is shown: what was typed here wins over what the server has, until another desk writes. */
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
    base: local?.base ?? server,
  };
}

/** The server has `text` now; what was typed since then stays unsaved. */
export function acknowledged(local: LocalNote | undefined, text: string, at: number): LocalNote {
  return { text: local?.text ?? text, stored: text, storedAt: at, base: text };
}

/**
 * Another desk of the same agent wrote `server`, which is none of the texts that this one has sent.
 * @returns what this desk shows from now on (`undefined`: the server's), and the text that must not go silently: this
 *   desk's own goes over it, and neither contains the other
 */
export function written(
  local: LocalNote,
  server: string,
): { readonly local: LocalNote | undefined; readonly aside: string | null } {
  if (noteState(local) !== "saving" || server.includes(local.text)) return { local: undefined, aside: null };
  const aside = local.text.includes(server) ? null : server;
  return { local: { ...local, stored: null, base: server }, aside };
}
