import type { InteractionView } from "@patchbay/protocol";
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useKeyHint } from "../../keys/keymap.js";
import { useWords } from "../../words/words.js";
import { mutesHere, useAway } from "./away.js";
import { endCall, endConsultation, leaveCall, setHeld, setMuted, stopMonitoring } from "./call-actions.js";
import { callControls, wayOutOf } from "./call-controls.js";
import { useArmed } from "./use-armed.js";
import { useCallPartner, useMuted } from "./use-call.js";
import "./call.css";

const ENDS = { leave: leaveCall, end: endCall, endConsultation, stop: stopMonitoring } as const;

/** A call in hand keeps its most important controls on its card while something else is in front. */
export function CallCardControls({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const mute = useKeyHint("mute");
  const muted = useMuted(view);
  const away = useAway();
  const { name } = useCallPartner(view);
  const held = view.call?.heldSince != null;
  const { interactionId } = view;
  const controls = callControls(view);
  const way = wayOutOf(view);
  const press = useArmed(`${interactionId} ${way}`);
  const Mute = muted ? IconMicrophoneOff : IconMicrophone;
  const Hold = held ? IconPlayerPlay : IconPlayerPause;
  const words = {
    mute: t(muted ? "call.control.unmute" : "call.control.mute"),
    hold: t(held ? "call.control.retrieve" : "call.control.hold"),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons
    <div className="call-card" role="group" aria-label={`${t("call.stage")}: ${name}`}>
      {controls.map(({ control, why: whyNow }) => {
        const why = away ? "call.why.away" : whyNow;
        // Of a call on hold nobody hears anything: what helps is to retrieve it.
        if (control === "mute" && !held)
          return (
            <button
              key={control}
              type="button"
              className={`btn sm${muted ? " on" : ""}`}
              aria-disabled={away && !mutesHere(view)}
              title={away && !mutesHere(view) ? t("call.why.away") : mute.after(words.mute)}
              onClick={() => {
                if (!away || mutesHere(view)) void setMuted(interactionId, !muted);
              }}
            >
              <Mute size={16} stroke={1.7} aria-hidden="true" />
              {words.mute}
            </button>
          );
        if (control === "hold")
          return (
            <button
              key={control}
              type="button"
              className={`btn sm${held ? " on" : ""}`}
              aria-disabled={why !== null}
              title={why === null ? words.hold : t(why)}
              onClick={() => why === null && void setHeld(interactionId, !held)}
            >
              <Hold size={16} stroke={1.7} aria-hidden="true" />
              {words.hold}
            </button>
          );
        if (control !== way) return null;
        return (
          <button
            key={control}
            type="button"
            className="btn sm danger-quiet"
            aria-disabled={why !== null}
            aria-label={t(`call.control.${way}`)}
            title={t(why ?? (way === "leave" ? "call.control.leaveMore" : `call.control.${way}`))}
            onClick={(event) => {
              if (why === null) press(event.detail, () => void ENDS[way](interactionId));
            }}
          >
            <IconPhoneOff size={16} stroke={1.7} aria-hidden="true" />
            {t(`call.control.${way}Short`)}
          </button>
        );
      })}
    </div>
  );
}
