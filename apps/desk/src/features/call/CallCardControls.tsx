import type { InteractionView } from "@patchbay/protocol";
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useWords } from "../../words/words.js";
import { endCall, setHeld, setMuted } from "./call-actions.js";
import { refusals } from "./call-state.js";
import { useMuted } from "./use-call.js";
import "./call.css";

/** The live call keeps its most important controls on its card while something else is in front. */
export function CallCardControls({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const why = refusals(view);
  const muted = useMuted(view);
  const held = view.call?.heldSince != null;
  const { interactionId } = view;
  const words = {
    mute: t(muted ? "call.control.unmute" : "call.control.mute"),
    hold: t(held ? "call.control.retrieve" : "call.control.hold"),
    end: t("call.control.end"),
  };
  const Mute = muted ? IconMicrophoneOff : IconMicrophone;
  const Hold = held ? IconPlayerPlay : IconPlayerPause;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons
    <div className="call-card" role="group" aria-label={`${t("call.stage")}: ${view.contact.name}`}>
      <button
        type="button"
        className={`btn sm${muted ? " on" : ""}`}
        aria-disabled={why.mute !== null}
        title={why.mute === null ? `${words.mute} (Alt+M)` : t(why.mute)}
        onClick={() => why.mute === null && void setMuted(interactionId, !muted)}
      >
        <Mute size={16} stroke={1.7} aria-hidden="true" />
        {words.mute}
      </button>
      <button
        type="button"
        className={`btn sm${held ? " on" : ""}`}
        aria-disabled={why.hold !== null}
        title={why.hold === null ? `${words.hold} (Alt+H)` : t(why.hold)}
        onClick={() => why.hold === null && void setHeld(interactionId, !held)}
      >
        <Hold size={16} stroke={1.7} aria-hidden="true" />
        {words.hold}
      </button>
      <button
        type="button"
        className="btn sm danger-quiet"
        aria-disabled={why.end !== null}
        aria-label={words.end}
        title={why.end === null ? words.end : t(why.end)}
        onClick={() => why.end === null && void endCall(interactionId)}
      >
        <IconPhoneOff size={16} stroke={1.7} aria-hidden="true" />
        {t("call.control.endShort")}
      </button>
    </div>
  );
}
