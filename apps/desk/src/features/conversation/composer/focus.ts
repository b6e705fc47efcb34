/** Where the agent types. One composer is on the screen at a time; `data-interaction` names its chat. */
const composer = (interactionId: string): HTMLTextAreaElement | null =>
  document.querySelector(`textarea[data-composer="${CSS.escape(interactionId)}"]`);

const TRIES = 10;

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
