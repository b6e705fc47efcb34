import type { DeskActionId } from "../../keys/desk-actions.js";

/** Parts of the desk that explain themselves, with the keys that matter there. */
export const panelKeys = {
  state: ["state"],
  list: ["next-waiting", "next", "previous", "accept", "reject", "list"],
  conversation: ["handover", "end", "result"],
  composer: ["compose", "canned", "emoji"],
  contact: ["context"],
  context: ["context", "result"],
  call: ["mute", "hold", "keypad", "consult", "swap", "merge"],
  phone: ["phone", "dial-pad", "redial"],
  calls: ["calls", "dial-pad", "redial"],
  records: ["records"],
  supervise: ["supervise"],
  settings: ["settings", "help"],
  setup: ["setup"],
} as const satisfies Readonly<Record<string, readonly DeskActionId[]>>;
export type HelpPanel = keyof typeof panelKeys;
