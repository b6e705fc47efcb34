/**
 * Puts words into a field in place of a stretch of it, as if they had been typed: the browser's own undo (Ctrl+Z) takes them
 * back, and what is typed stays. The cursor comes behind them.
 */
export function insertText(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  // Named obsolete and without a successor: nothing else in a browser edits a field and can be undone.
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** With a blank on the sides where it would touch a word. */
export function apart(before: string, text: string, after: string): string {
  const lead = before === "" || /[\s([{"'“‘¿¡]$/u.test(before) ? "" : " ";
  const trail = /^[\p{L}\p{N}]/u.test(after) ? " " : "";
  return `${lead}${text}${trail}`;
}
