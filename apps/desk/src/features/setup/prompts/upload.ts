import type { PromptRow } from "@patchbay/protocol";
import { withSeat } from "../../../state/store.js";

export type Uploaded =
  | { readonly ok: true; readonly promptId: string }
  | { readonly ok: false; readonly code: string };

/** The server looks at the bytes; this is what the file dialog offers. */
export const ACCEPT = ".wav,.mp3,.ogg,.opus,audio/wav,audio/mpeg,audio/ogg";
/** As the server takes it. */
export const BYTES_MAX = 25 * 1024 * 1024;

/**
 * Sends a sound: a new prompt, or another sound for one that is there. What is too large is not sent at all.
 *
 * @param onProgress share of the file that has gone up, 0 to 1; converting it takes a moment more
 */
export function uploadSound(
  to: { readonly kind: PromptRow["kind"] } | { readonly promptId: string },
  file: File,
  onProgress: (share: number) => void,
): Promise<Uploaded> {
  if (file.size > BYTES_MAX) return Promise.resolve({ ok: false, code: "file_too_large" });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const replaces = "promptId" in to;
    const url = replaces
      ? `/api/setup/prompts/${encodeURIComponent(to.promptId)}/audio`
      : `/api/setup/prompts?kind=${to.kind}`;
    request.open(replaces ? "PUT" : "POST", withSeat(url));
    request.setRequestHeader("x-patchbay", "desk");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => resolve(answerOf(request)));
    request.addEventListener("error", () => resolve({ ok: false, code: "connection_lost" }));
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

function answerOf({ status, responseText }: XMLHttpRequest): Uploaded {
  let body: { readonly promptId?: string; readonly code?: string } = {};
  try {
    body = JSON.parse(responseText) as typeof body;
  } catch {
    // Whatever answered, it was not our server in its right mind.
  }
  return status === 200 && body.promptId !== undefined
    ? { ok: true, promptId: body.promptId }
    : { ok: false, code: body.code ?? "unknown_error" };
}
