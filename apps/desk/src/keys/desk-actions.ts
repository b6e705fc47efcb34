/**
 * What can be done by a key, anywhere at the desk. Shortcuts, the list that `?` shows, the palette, tooltips and the section
 * Keys of My settings all come from here. A combination is written as `combinationOf` reads one from the keyboard.
 */
export const deskActions = [
  { id: "palette", group: "desk", usual: ["Ctrl+K", "Meta+K"], words: "keys.palette" },
  { id: "help", group: "desk", usual: ["?"], words: "keys.help" },
  { id: "panel-help", group: "desk", usual: ["F1"], words: "keys.panelHelp" },
  { id: "state", group: "desk", usual: ["Alt+S"], words: "keys.state" },
  { id: "accept", group: "list", usual: ["F2"], words: "keys.accept" },
  { id: "reject", group: "list", usual: ["F4"], words: "keys.reject" },
  { id: "next-waiting", group: "list", usual: ["Alt+N"], words: "keys.nextWaiting" },
  { id: "next", group: "list", usual: ["Alt+ArrowDown"], words: "keys.next" },
  { id: "previous", group: "list", usual: ["Alt+ArrowUp"], words: "keys.previous" },
  { id: "compose", group: "front", usual: ["Alt+C"], words: "keys.compose" },
  { id: "find", group: "front", usual: ["Ctrl+F", "Meta+F"], words: "keys.find" },
  { id: "canned", group: "front", usual: ["Alt+."], words: "keys.canned" },
  { id: "emoji", group: "front", usual: ["Alt+,"], words: "keys.emoji" },
  { id: "handover", group: "front", usual: ["Alt+T"], words: "keys.handover" },
  { id: "end", group: "front", usual: ["Alt+E"], words: "keys.end" },
  { id: "end-all", group: "front", usual: ["Alt+Shift+E"], words: "keys.endForAll" },
  { id: "result", group: "front", usual: ["Alt+R"], words: "keys.result" },
  { id: "mute", group: "call", usual: ["Alt+M"], words: "keys.mute" },
  { id: "hold", group: "call", usual: ["Alt+H"], words: "keys.hold" },
  { id: "keypad", group: "call", usual: ["Alt+K"], words: "keys.keypad" },
  { id: "consult", group: "call", usual: ["Alt+O"], words: "keys.consult" },
  { id: "swap", group: "call", usual: ["Alt+W"], words: "keys.swap" },
  { id: "merge", group: "call", usual: ["Alt+J"], words: "keys.merge" },
  { id: "add", group: "call", usual: ["Alt+A"], words: "keys.add" },
  { id: "record", group: "call", usual: ["Alt+B"], words: "keys.record" },
  { id: "application", group: "call", usual: ["Alt+Y"], words: "keys.application" },
  { id: "message", group: "call", usual: ["Alt+X"], words: "keys.message" },
  { id: "dial-pad", group: "phone", usual: ["Alt+D"], words: "keys.dialPad" },
  { id: "phone", group: "phone", usual: ["Alt+P"], words: "keys.phone" },
  { id: "redial", group: "phone", usual: ["Alt+G"], words: "keys.redial" },
  { id: "conversations", group: "rooms", usual: ["Alt+1"], words: "keys.conversations" },
  { id: "calls", group: "rooms", usual: ["Alt+2"], words: "keys.calls" },
  { id: "records", group: "rooms", usual: ["Alt+3"], words: "keys.records" },
  { id: "supervise", group: "rooms", usual: ["Alt+V"], words: "keys.supervise" },
  { id: "setup", group: "rooms", usual: ["Alt+U"], words: "keys.setup" },
  { id: "settings", group: "rooms", usual: [], words: "keys.settings" },
  { id: "list", group: "rooms", usual: ["Alt+L"], words: "keys.list" },
  { id: "context", group: "rooms", usual: ["Alt+I"], words: "keys.context" },
] as const satisfies readonly DeskAction[];

interface DeskAction {
  readonly id: string;
  /** Under which heading it stands in lists (`keys.groups`). */
  readonly group: "desk" | "list" | "front" | "call" | "phone" | "rooms";
  /** Combinations that do it, unless the user has chosen others. */
  readonly usual: readonly string[];
  /** The path of what it does, in the words. */
  readonly words: string;
}

export type DeskActionId = (typeof deskActions)[number]["id"];
export const actionGroups = ["desk", "list", "front", "call", "phone", "rooms"] as const;
