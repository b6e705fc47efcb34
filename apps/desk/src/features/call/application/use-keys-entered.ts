import { useEffect, useState } from "react";
import { hearVoiceFrames } from "../../../state/voice-frames.js";

/** How many digits the caller has entered, as it was told last; nothing of it is kept anywhere. */
export function useKeysEntered(
  interactionId: string,
): { readonly playId: string; readonly entered: number } | null {
  const [keys, setKeys] = useState<{ readonly playId: string; readonly entered: number } | null>(null);
  useEffect(
    () =>
      hearVoiceFrames((frame) => {
        if (frame.frame === "call_keys" && frame.interactionId === interactionId)
          setKeys({ playId: frame.playId, entered: frame.entered });
      }),
    [interactionId],
  );
  return keys;
}
