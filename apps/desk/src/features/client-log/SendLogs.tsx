import type { ClientLog } from "@patchbay/protocol";
import { useEffect, useState } from "react";
import { collectLog } from "../../client-log/collect.js";
import { SEND_LOGS } from "../../parts/errors/run-action.js";
import { later } from "../../parts/later.js";

const LogDialog = later(async () => (await import("./LogDialog.js")).LogDialog);

export const openSendLogs = (): void => void window.dispatchEvent(new CustomEvent(SEND_LOGS));

/** The dialog that sends this desk's log; closed until somebody asks for it. */
export function SendLogs() {
  // Taken once: what is shown is what is sent.
  const [log, setLog] = useState<ClientLog | null>(null);
  useEffect(() => {
    const open = (): void => setLog(collectLog());
    window.addEventListener(SEND_LOGS, open);
    return () => window.removeEventListener(SEND_LOGS, open);
  }, []);
  return log === null ? null : <LogDialog log={log} onClose={() => setLog(null)} />;
}
