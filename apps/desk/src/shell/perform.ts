import { inOrder, turnSince } from "../features/active-list/card-view.js";
import { openPalette } from "../features/palette/index.js";
import { redial } from "../features/phone/redial.js";
import { openSettings } from "../features/settings/index.js";
import { sectionsFor } from "../features/setup/index.js";
import type { DeskActionId } from "../keys/desk-actions.js";
import { openPanelHelp } from "../parts/help/open-panel-help.js";
import { select } from "../state/actions.js";
import { may } from "../state/may.js";
import { usePreferences } from "../state/preferences.js";
import { type Room, useDesk } from "../state/store.js";

/** What only the frame can do. */
export interface ShellActions {
  readonly openState: () => void;
  readonly openHelp: () => void;
  readonly toggleList: () => void;
  readonly toggleContext: () => void;
}

/** Parts of the page that own an action listen for `patchbay:<id>`. */
const announce = (id: DeskActionId): void => {
  window.dispatchEvent(new CustomEvent(`patchbay:${id}`));
};
/** For those whose key is the browser's where nobody takes it. @returns whether somebody did */
const offer = (id: DeskActionId): boolean =>
  !window.dispatchEvent(new CustomEvent(`patchbay:${id}`, { cancelable: true }));

/** Does what a key or the palette asks for. @returns false: there was nothing to do, and the key may be somebody else's */
export function perform(id: DeskActionId, shell: ShellActions): boolean {
  switch (id) {
    case "palette":
      openPalette();
      return true;
    case "help":
      shell.openHelp();
      return true;
    case "panel-help":
      return openPanelHelp();
    case "state":
      shell.openState();
      return true;
    case "list":
      shell.toggleList();
      return true;
    case "context":
      shell.toggleContext();
      return true;
    case "accept":
      return answerOffer(0);
    case "reject":
      return answerOffer(1);
    case "next-waiting":
      return nextWaiting();
    case "next":
      return step(1);
    case "previous":
      return step(-1);
    case "conversations":
    case "calls":
    case "records":
      return toRoom(id);
    case "supervise":
      return toSupervise();
    case "setup":
      return toSetup();
    case "settings":
      openSettings();
      return true;
    case "find":
      return offer(id);
    case "redial":
      void redial();
      return true;
    default:
      announce(id);
      return true;
  }
}

function toRoom(room: Room): boolean {
  useDesk.setState({ room });
  return true;
}

/** Where it is allowed; the rail shows the same. */
function toSupervise(): boolean {
  if (!may("see_live")) return false;
  useDesk.setState({ room: "supervise" });
  return true;
}

function toSetup(): boolean {
  if (sectionsFor(useDesk.getState().data?.user.privileges ?? []).length === 0) return false;
  useDesk.setState({ room: "setup" });
  return true;
}

/** Presses the button of the oldest offer, so that there is one way to answer. */
function answerOffer(which: 0 | 1): boolean {
  const button = document.querySelectorAll<HTMLButtonElement>(".offer .acts .btn")[which];
  if (button === undefined) return false;
  closeMenu();
  button.click();
  return true;
}

/**
 * An open menu would keep the focus, or take it a moment later when it has only just opened. It closes as by hand, with the
 * one key that all of them know.
 */
function closeMenu(): void {
  document
    .querySelector("#menus [role='menu']")
    ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
}

function nextWaiting(): boolean {
  const { data, selection } = useDesk.getState();
  const waiting = inOrder(data?.interactions.values() ?? [], "waiting").filter(
    (view) => turnSince(view) !== null,
  );
  const next = waiting.find((view) => view.interactionId !== selection?.id) ?? waiting[0];
  if (!next) return false;
  select({ kind: "interaction", id: next.interactionId });
  announce("compose");
  return true;
}

function step(by: 1 | -1): boolean {
  const { data, selection } = useDesk.getState();
  const { listOrder } = usePreferences.getState().preferences;
  const list = inOrder(data?.interactions.values() ?? [], listOrder);
  if (list.length === 0) return false;
  const at = list.findIndex((view) => view.interactionId === selection?.id);
  const next = list[(at + by + list.length) % list.length];
  if (!next) return false;
  select({ kind: "interaction", id: next.interactionId });
  return true;
}
