/** Where the agent types. One composer is on the screen at a time; `data-interaction` names its chat. */
const composer = (interactionId: string): HTMLTextAreaElement | null =>
  document.querySelector(`textarea[data-composer="${CSS.escape(interactionId)}"]`);

const TRIES = 10;

/**
 * Where the focus goes on when a button of this chat has gone away under it: to its reply field, or to what stands there
 * when nothing can be written; never into the field of another chat.
 */
export function placeOf(interactionId: string): HTMLElement | null {
  return (
    composer(interactionId) ??
    document.querySelector<HTMLElement>(`[data-closed="${CSS.escape(interactionId)}"]`) ??
    document.getElementById("work")
  );
}

/**
 * Puts the cursor into the composer of this chat, at the end of what is typed. Call it only as a result of the
 * agent's own action. Waits some frames for a chat that has only now been selected.
 */
export function focusComposer(interactionId: string): void {
  const attempt = (left: number): void => {
    const field = composer(interactionId);
    if (field !== null) {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    } else if (left > 0) {
      requestAnimationFrame(() => attempt(left - 1));
    }
  };
  attempt(TRIES);
}
