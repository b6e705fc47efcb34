import type { ClientLog } from "@patchbay/protocol";
import { saveFile } from "../../parts/save-file.js";
import { type Answer, callHttp, withBody } from "../../state/http.js";

/** By HTTP, not over the socket: that may be what does not work. */
export const sendLog = (comment: string, log: ClientLog): Promise<Answer<null>> =>
  callHttp("/api/client-logs", () => null, withBody("POST", { comment, log }));

/** For when nothing gets through to the server: a file with the same content. */
export function downloadLog(content: unknown, madeAt: number): void {
  const name = `patchbay-desk-log-${new Date(madeAt).toISOString().slice(0, 19).replaceAll(":", "")}.json`;
  saveFile(name, JSON.stringify(content, null, 2), "application/json");
}
