/**
 * A button that takes its own row away, or moves it, would take the focus along. It goes on inside the same group: at what
 * `to` names, else at the first thing there.
 */
export function keepFocus(button: HTMLElement, to: string | null = null): void {
  const group = button.closest<HTMLElement>("fieldset, section, table, main");
  requestAnimationFrame(() => {
    const wanted = to === null ? null : document.querySelector<HTMLElement>(to);
    if (wanted !== null) wanted.focus();
    else if (document.activeElement === null || document.activeElement === document.body)
      group?.querySelector<HTMLElement>("button:not([aria-disabled='true']), select, input")?.focus();
  });
}
