import { useEffect, useRef } from "react";
import { usePhone } from "../../phone/phone-store.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { setHeld, setMuted } from "./call-actions.js";
import { callState, refusals } from "./call-state.js";
import { useLiveCall } from "./use-call.js";

/** The call's keys work wherever the agent is; what they did is told to a screen reader. Draws nothing. */
export function CallKeys() {
  const t = useWords();
  const view = useLiveCall();
  const latest = useRef(view);
  latest.current = view;
  useEffect(() => {
    const mute = (): void => {
      const call = latest.current;
      if (call === null || refusals(call).mute !== null) return;
      const here = usePhone.getState().muting.get(call.interactionId);
      void setMuted(call.interactionId, !(here ?? call.call?.own?.muted ?? false));
    };
    const hold = (): void => {
      const call = latest.current;
      if (call !== null && refusals(call).hold === null)
        void setHeld(call.interactionId, call.call?.heldSince === null);
    };
    window.addEventListener("patchbay:mute", mute);
    window.addEventListener("patchbay:hold", hold);
    return () => {
      window.removeEventListener("patchbay:mute", mute);
      window.removeEventListener("patchbay:hold", hold);
    };
  }, []);
  const here = usePhone((state) => state.muting.get(view?.interactionId ?? ""));
  const open = useDesk((state) => state.selection?.id === view?.interactionId);
  if (view === null) return null;
  const muted = here ?? view.call?.own?.muted ?? false;
  return (
    <div className="vh" aria-live="polite">
      {muted ? t("call.happening.muted.you") : open ? "" : t(`call.state.${callState(view)}`)}
    </div>
  );
}
