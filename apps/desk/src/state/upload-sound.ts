import { withSeat } from "./store.js";

/** The server looks at the bytes; this is what the file dialog offers. */
export const SOUNDS_ACCEPTED = ".wav,.mp3,.ogg,.opus,audio/wav,audio/mpeg,audio/ogg";
/** As the server takes it. */
export const SOUND_BYTES_MAX = 25 * 1024 * 1024;

export type SoundUploaded =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly code: string };

/**
 * Sends a sound. What is too large is not sent at all.
 *
 * @param name the file's; what is made of it is called so at first
 * @param idOf finds the id of what was made in the server's answer
 * @param onProgress share of the file that has gone up, 0 to 1; converting it takes a moment more
 */
export function uploadSoundTo(
  { method, url }: { readonly method: "POST" | "PUT"; readonly url: string },
  { bytes, name }: { readonly bytes: Blob; readonly name: string },
  idOf: (body: Readonly<Record<string, unknown>>) => unknown,
  onProgress: (share: number) => void,
): Promise<SoundUploaded> {
  if (bytes.size > SOUND_BYTES_MAX) return Promise.resolve({ ok: false, code: "file_too_large" });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(method, withSeat(url));
    request.setRequestHeader("x-patchbay", "desk");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const body = bodyOf(request.responseText);
      const id = request.status === 200 ? idOf(body) : undefined;
      if (typeof id === "string") resolve({ ok: true, id });
      else resolve({ ok: false, code: typeof body.code === "string" ? body.code : "unknown_error" });
    });
    request.addEventListener("error", () => resolve({ ok: false, code: "connection_lost" }));
    const form = new FormData();
    form.append("file", bytes, name);
    request.send(form);
  });
}

function bodyOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    // Whatever answered, it was not our server in its right mind.
    return {};
  }
}
