import { useEffect } from "react";
import { inOrder, turnSince } from "../features/active-list/card-view.js";
import { redial } from "../features/phone/redial.js";
import { select } from "../state/actions.js";
import { useDesk } from "../state/store.js";

export interface Shortcut {
  readonly keys: readonly string[];
  /** Path of its description in the words. */
  readonly words: string;
}

/** The list that `?` shows. Keys without a modifier work only while nothing is being typed. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ["F2"], words: "keys.accept" },
  { keys: ["F4"], words: "keys.reject" },
  { keys: ["Alt", "N"], words: "keys.nextWaiting" },
  { keys: ["Alt", "↓"], words: "keys.next" },
  { keys: ["Alt", "↑"], words: "keys.previous" },
  { keys: ["Alt", "S"], words: "keys.state" },
  { keys: ["Alt", "C"], words: "keys.compose" },
  { keys: ["Alt", "."], words: "keys.canned" },
  { keys: ["Alt", ","], words: "keys.emoji" },
  { keys: ["Alt", "T"], words: "keys.handover" },
  { keys: ["Alt", "E"], words: "keys.end" },
  { keys: ["Alt", "⇧", "E"], words: "keys.endForAll" },
  { keys: ["Alt", "R"], words: "keys.result" },
  { keys: ["Alt", "M"], words: "keys.mute" },
  { keys: ["Alt", "H"], words: "keys.hold" },
  { keys: ["Alt", "K"], words: "keys.keypad" },
  { keys: ["Alt", "O"], words: "keys.consult" },
  { keys: ["Alt", "W"], words: "keys.swap" },
  { keys: ["Alt", "J"], words: "keys.merge" },
  { keys: ["Alt", "A"], words: "keys.add" },
  { keys: ["Alt", "B"], words: "keys.record" },
  { keys: ["Alt", "Y"], words: "keys.application" },
  { keys: ["Alt", "X"], words: "keys.message" },
  { keys: ["Alt", "D"], words: "keys.dialPad" },
  { keys: ["Alt", "P"], words: "keys.phone" },
  { keys: ["Alt", "G"], words: "keys.redial" },
  { keys: ["Alt", "1"], words: "keys.conversations" },
  { keys: ["Alt", "2"], words: "keys.calls" },
  { keys: ["Alt", "3"], words: "keys.records" },
  { keys: ["Alt", "V"], words: "keys.supervise" },
  { keys: ["Alt", "U"], words: "keys.setup" },
  { keys: ["Alt", "L"], words: "keys.list" },
  { keys: ["Alt", "I"], words: "keys.context" },
  { keys: ["?"], words: "keys.help" },
];

/** Parts of the page that own a shortcut listen for `patchbay:<name>`. */
const announce = (name: string): void => {
  window.dispatchEvent(new CustomEvent(`patchbay:${name}`));
};

interface ShellActions {
  readonly openState: () => void;
  readonly openHelp: () => void;
  readonly toggleList: () => void;
  readonly toggleContext: () => void;
}

export function useShortcuts(actions: ShellActions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (handle(event, actions)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
}

function handle(event: KeyboardEvent, actions: ShellActions): boolean {
  if (event.key === "F2" || event.key === "F4") return answerOffer(event.key === "F2" ? 0 : 1);
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    switch (event.code) {
      case "KeyN":
        return nextWaiting();
      case "ArrowDown":
        return step(1);
      case "ArrowUp":
        return step(-1);
      case "KeyS":
        actions.openState();
        return true;
      case "KeyL":
        actions.toggleList();
        return true;
      case "KeyI":
        actions.toggleContext();
        return true;
      case "KeyM":
        announce("mute");
        return true;
      case "KeyH":
        announce("hold");
        return true;
      case "KeyK":
        announce("keypad");
        return true;
      case "KeyB":
        announce("record");
        return true;
      case "KeyY":
        announce("application");
        return true;
      case "KeyX":
        announce("message");
        return true;
      case "KeyD":
        announce("dial-pad");
        return true;
      case "KeyP":
        announce("phone");
        return true;
      case "KeyG":
        void redial();
        return true;
      case "Digit1":
        useDesk.setState({ room: "conversations" });
        return true;
      case "Digit2":
        useDesk.setState({ room: "calls" });
        return true;
      case "Digit3":
        useDesk.setState({ room: "records" });
        return true;
      case "KeyV":
        return toSupervise();
      case "KeyU":
        return toSetup();
      case "KeyC":
        announce("compose");
        return true;
      case "Period":
        announce("canned");
        return true;
      case "Comma":
        announce("emoji");
        return true;
      case "KeyT":
        announce("handover");
        return true;
      case "KeyE":
        announce(event.shiftKey ? "end-all" : "end");
        return true;
      case "KeyO":
        announce("consult");
        return true;
      case "KeyW":
        announce("swap");
        return true;
      case "KeyJ":
        announce("merge");
        return true;
      case "KeyA":
        announce("add");
        return true;
      case "KeyR":
        announce("result");
        return true;
      default:
        return false;
    }
  }
  if (event.key === "?" && !isTyping(event.target)) {
    actions.openHelp();
    return true;
  }
  return false;
}

/** Where the role allows it; the rail shows the same. */
function toSupervise(): boolean {
  const roles = useDesk.getState().data?.user.roles ?? [];
  if (!roles.some((role) => role !== "agent")) return false;
  useDesk.setState({ room: "supervise" });
  return true;
}

function toSetup(): boolean {
  if (useDesk.getState().data?.user.roles.includes("administrator") !== true) return false;
  useDesk.setState({ room: "setup" });
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
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
  const waiting = inOrder(data?.interactions.values() ?? []).filter((view) => turnSince(view) !== null);
  const next = waiting.find((view) => view.interactionId !== selection?.id) ?? waiting[0];
  if (!next) return false;
  select({ kind: "interaction", id: next.interactionId });
  announce("compose");
  return true;
}

function step(by: 1 | -1): boolean {
  const { data, selection } = useDesk.getState();
  const list = inOrder(data?.interactions.values() ?? []);
  if (list.length === 0) return false;
  const at = list.findIndex((view) => view.interactionId === selection?.id);
  const next = list[(at + by + list.length) % list.length];
  if (!next) return false;
  select({ kind: "interaction", id: next.interactionId });
  return true;
}
