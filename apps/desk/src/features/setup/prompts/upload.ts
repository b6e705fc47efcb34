import type { PromptRow } from "@patchbay/protocol";
import { type SoundUploaded, uploadSoundTo } from "../../../state/upload-sound.js";

/** Sends a sound: a new prompt, or another sound for one that is there. See `uploadSoundTo`. */
export function uploadSound(
  to: { readonly kind: PromptRow["kind"] } | { readonly promptId: string },
  file: File,
  onProgress: (share: number) => void,
): Promise<SoundUploaded> {
  const target =
    "promptId" in to
      ? { method: "PUT" as const, url: `/api/setup/prompts/${encodeURIComponent(to.promptId)}/audio` }
      : { method: "POST" as const, url: `/api/setup/prompts?kind=${to.kind}` };
  return uploadSoundTo(target, { bytes: file, name: file.name }, ({ promptId }) => promptId, onProgress);
}
