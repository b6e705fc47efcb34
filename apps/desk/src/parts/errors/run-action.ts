import type { RunnableAction } from "@patchbay/protocol";

/** Opens the dialog that sends this desk's log (features/client-log). */
export const SEND_LOGS = "patchbay:send-logs";

/** Does what the button of an error says. */
export function runErrorAction(action: RunnableAction): void {
  switch (action) {
    case "reload":
      location.reload();
      return;
    case "open_phone":
      window.dispatchEvent(new CustomEvent("patchbay:phone"));
      return;
    case "send_logs":
      window.dispatchEvent(new CustomEvent(SEND_LOGS));
  }
}
