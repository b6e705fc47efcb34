import { discardOutgoing, sendFile } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";

interface Upload {
  readonly interactionId: string;
  readonly file: File;
  readonly audience: "all" | "team";
  readonly cancel: () => void;
}

/** Files of this page that have not arrived yet: their bytes are needed to try again, and only this page has them. */
const uploads = new Map<string, Upload>();

export function upload(interactionId: string, files: Iterable<File>, audience: "all" | "team"): void {
  dropArrived();
  for (const file of files) {
    const { clientMessageId, cancel } = sendFile(interactionId, file, audience);
    uploads.set(clientMessageId, { interactionId, file, audience, cancel });
  }
}

export function cancelUpload(clientMessageId: string): void {
  uploads.get(clientMessageId)?.cancel();
  uploads.delete(clientMessageId);
}

/** Sends a file that failed once more, from the start, to the same people as before. */
export function again(clientMessageId: string): void {
  const failed = uploads.get(clientMessageId);
  if (failed === undefined) return;
  discard(clientMessageId);
  upload(failed.interactionId, [failed.file], failed.audience);
}

/** What is wrong with these files is still wrong when they are sent once more. */
const NEVER_TAKEN: ReadonlySet<string> = new Set(["file_too_large", "type_blocked", "file_empty"]);

/** Whether sending it once more, as it is, can help. */
export const mayTryAgain = (error: string | null): boolean => !NEVER_TAKEN.has(error ?? "");

export function discard(clientMessageId: string): void {
  uploads.delete(clientMessageId);
  discardOutgoing(clientMessageId);
}

function dropArrived(): void {
  const open = new Set(useDesk.getState().outgoing.map((line) => line.clientMessageId));
  for (const id of uploads.keys()) if (!open.has(id)) uploads.delete(id);
}
