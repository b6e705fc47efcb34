import { discardOutgoing, sendFile } from "../../../state/actions.js";

/** Files of this page that have not arrived yet: their bytes are needed to try again, and only this page has them. */
const uploads = new Map<string, { readonly interactionId: string; readonly file: File; readonly cancel: () => void }>();

export function upload(interactionId: string, files: Iterable<File>): void {
  for (const file of files) {
    const { clientMessageId, cancel } = sendFile(interactionId, file);
    uploads.set(clientMessageId, { interactionId, file, cancel });
  }
}

export function cancelUpload(clientMessageId: string): void {
  uploads.get(clientMessageId)?.cancel();
  forget(clientMessageId);
}

/** Sends a file that failed once more, from the start. */
export function again(clientMessageId: string): void {
  const failed = uploads.get(clientMessageId);
  if (failed === undefined) return;
  forget(clientMessageId);
  discardOutgoing(clientMessageId);
  upload(failed.interactionId, [failed.file]);
}

export const forget = (clientMessageId: string): void => void uploads.delete(clientMessageId);
