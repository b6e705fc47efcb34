import { type ReactNode, useRef, useState } from "react";
import type { ReportPhoto } from "../../session/index.js";
import { t } from "../../words/index.js";
import { photosOf } from "./photos.js";

interface PhotoInputs {
  /** Opens the camera. */
  readonly shoot: () => void;
  /** Opens the phone's files. */
  readonly choose: () => void;
  /** What was chosen last and is too big to be sent, one sentence each. */
  readonly tooBig: readonly string[];
  /** Belongs anywhere into the page: nothing of it is seen. */
  readonly inputs: ReactNode;
}

/**
 * The camera and the files of the phone, for buttons that look as their page wants.
 * @param name of the test ids: `<name>camera`, `<name>files`
 * @param accept what may be chosen from the files; the camera makes pictures
 */
export function usePhotoInputs(
  name: "" | "chat-",
  accept: "image/*" | undefined,
  add: (photos: readonly ReportPhoto[]) => void,
): PhotoInputs {
  const camera = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [tooBig, setTooBig] = useState<readonly string[]>([]);
  const take = (input: HTMLInputElement) => {
    const chosen = photosOf([...(input.files ?? [])]);
    // Emptied, so that the same file can be chosen again.
    input.value = "";
    setTooBig(chosen.tooBig);
    if (chosen.photos.length > 0) add(chosen.photos);
  };
  return {
    shoot: () => camera.current?.click(),
    choose: () => files.current?.click(),
    tooBig: tooBig.map((file) => t("photos.tooBig", { name: file })),
    inputs: (
      <>
        <input
          ref={camera}
          type="file"
          accept="image/*"
          capture="environment"
          hidden
          data-testid={`${name}camera`}
          onChange={(event) => take(event.currentTarget)}
        />
        <input
          ref={files}
          type="file"
          accept={accept}
          multiple
          hidden
          data-testid={`${name}files`}
          onChange={(event) => take(event.currentTarget)}
        />
      </>
    ),
  };
}
