import type { InteractionView } from "@patchbay/protocol";
import {
  IconEar,
  IconEyeOff,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconUserCheck,
  IconUsers,
} from "@tabler/icons-react";
import { useState } from "react";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { AskOnce } from "./AskOnce.js";
import { mutesHere } from "./away.js";
import { ControlButton } from "./ControlButton.js";
import { monitor, setMuted, stopMonitoring, takeOver } from "./call-actions.js";
import { useMuted } from "./use-call.js";

const MODES = [
  ["listen", IconEar],
  ["whisper", IconEyeOff],
  ["barge", IconUsers],
] as const;

/** What a supervisor can do beside an agent of a call. */
export function MonitoringControls({ view }: { readonly view: InteractionView }) {
  const t = useWords();
  const [asks, setAsks] = useState(false);
  const muted = useMuted(view);
  const { interactionId, call, contact } = view;
  const monitoring = call?.parties.find(({ own }) => own)?.monitoring ?? null;
  const beside = monitoring?.beside ?? "";
  const name = useDesk(({ data }) => data?.roster.get(beside)?.name ?? t("conversation.somebody"));
  if (monitoring === null) return null;
  const { mode } = monitoring;
  return (
    <>
      <p className="small soft call-heard" role="status">
        {t(`call.supervising.notice.${mode}`, { name })}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons */}
      <div className="controls" role="group" aria-label={t("call.stage")}>
        <ControlButton
          control="mute"
          word={t(muted ? "call.control.unmute" : "call.control.mute")}
          action="mute"
          why={null}
          on={muted}
          local={mutesHere(view)}
          icon={muted ? IconMicrophoneOff : IconMicrophone}
          act={() => void setMuted(interactionId, !muted)}
        />
        {MODES.map(([one, icon]) => (
          <ControlButton
            key={one}
            control={one}
            word={t(`call.control.${one}`)}
            why={null}
            on={one === mode}
            pressed={one === mode}
            icon={icon}
            act={() => {
              if (one !== mode) void monitor(interactionId, beside, one);
            }}
          />
        ))}
        <ControlButton
          control="takeOver"
          word={t("call.control.takeOver")}
          why={null}
          expanded={asks}
          icon={IconUserCheck}
          act={() => setAsks(!asks)}
        />
        <span className="grow" />
        <ControlButton
          control="stop"
          word={t("call.control.stop")}
          action="end"
          why={null}
          danger
          icon={IconPhoneOff}
          act={(clicks) => {
            if (clicks < 2) void stopMonitoring(interactionId);
          }}
        />
      </div>
      {asks && (
        <AskOnce
          className="call-sure line"
          question={t("call.supervising.takeOverSure", { name })}
          yes={t("call.supervising.takeOverYes")}
          no={t("call.supervising.takeOverNo")}
          onYes={() => {
            setAsks(false);
            void takeOver(interactionId, beside);
          }}
          onNo={() => setAsks(false)}
        >
          {t("call.supervising.takeOverMore", { name, customer: contact.name })}
        </AskOnce>
      )}
    </>
  );
}
