import type { InteractionView } from "@patchbay/protocol";
import {
  IconDialpad,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useId } from "react";
import { useWords } from "../../words/words.js";
import { endCall, setHeld, setMuted } from "./call-actions.js";
import { type Control, callState, refusals } from "./call-state.js";
import { useMuted } from "./use-call.js";

/** What can be done with the call. What cannot be done now stays in its place and says why. */
export function CallControls({
  view,
  keypad,
  onKeypad,
}: {
  readonly view: InteractionView;
  readonly keypad: boolean;
  readonly onKeypad: () => void;
}) {
  const t = useWords();
  const why = refusals(view);
  const muted = useMuted(view);
  const held = view.call?.heldSince != null;
  const state = callState(view);
  const isOut = state === "connecting" || state === "dialing" || state === "ringing";
  const { interactionId } = view;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons
    <div className="controls" role="group" aria-label={t("call.stage")}>
      <ControlButton
        control="mute"
        word={t(muted ? "call.control.unmute" : "call.control.mute")}
        keys="Alt+M"
        why={why.mute}
        on={muted}
        icon={muted ? IconMicrophoneOff : IconMicrophone}
        act={() => void setMuted(interactionId, !muted)}
      />
      <ControlButton
        control="hold"
        word={t(held ? "call.control.retrieve" : "call.control.hold")}
        keys="Alt+H"
        why={why.hold}
        on={held}
        icon={held ? IconPlayerPlay : IconPlayerPause}
        act={() => void setHeld(interactionId, !held)}
      />
      <ControlButton
        control="keys"
        word={t("call.control.keypad")}
        keys="Alt+K"
        why={why.keys}
        on={keypad}
        expanded={keypad}
        icon={IconDialpad}
        act={onKeypad}
      />
      <span className="grow" />
      <ControlButton
        control="end"
        word={t(isOut && view.call?.direction === "outbound" ? "call.control.cancel" : "call.control.end")}
        keys="Alt+E"
        why={why.end}
        icon={IconPhoneOff}
        // The key is pressed for the call that this panel shows, and for no later one.
        key={interactionId}
        act={() => void endCall(interactionId)}
      />
    </div>
  );
}

function ControlButton({
  control,
  word,
  keys,
  why,
  on = false,
  expanded,
  icon: Icon,
  act,
}: {
  readonly control: Control;
  readonly word: string;
  readonly keys: string;
  readonly why: string | null;
  readonly on?: boolean;
  readonly expanded?: boolean;
  readonly icon: typeof IconDialpad;
  readonly act: () => void;
}) {
  const t = useWords();
  const id = useId();
  return (
    <button
      type="button"
      className={`control${control === "end" ? " end" : ""}${on ? " on" : ""}`}
      data-call={control}
      aria-disabled={why !== null}
      aria-expanded={expanded}
      aria-keyshortcuts={keys}
      aria-describedby={why === null ? undefined : id}
      title={why === null ? `${word} (${keys})` : t(why)}
      onClick={() => {
        if (why === null) act();
      }}
    >
      <span className="face">
        <Icon size={20} stroke={1.6} aria-hidden="true" />
      </span>
      {word}
      {why !== null && (
        <span id={id} hidden>
          {t(why)}
        </span>
      )}
    </button>
  );
}
