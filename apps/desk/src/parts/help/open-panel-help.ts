/**
 * Opens the help of the panel that has the focus: the mark that is nearest to it, going outwards. With the focus nowhere, that
 * of the work area.
 * @returns false: there is no panel that explains itself
 */
export function openPanelHelp(focused: Element | null = document.activeElement): boolean {
  const start = focused === null || focused === document.body ? document.getElementById("work") : focused;
  for (let part = start; part !== null; part = part.parentElement) {
    const mark = part.querySelector<HTMLButtonElement>("button.panel-help");
    if (mark === null) continue;
    // Where the focus was nowhere, it goes back to the mark when the help closes.
    if (focused === null || focused === document.body) mark.focus();
    mark.click();
    return true;
  }
  return false;
}
