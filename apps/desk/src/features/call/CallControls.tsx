import type { InteractionView } from "@patchbay/protocol";
import {
  IconArrowForwardUp,
  IconArrowMerge,
  IconArrowsExchange,
  IconDialpad,
  IconDoorExit,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhone,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconSpeakerphone,
  IconUserPlus,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { DeskActionId } from "../../keys/desk-actions.js";
import { useMay } from "../../state/may.js";
import { useWords } from "../../words/words.js";
import { AskOnce } from "./AskOnce.js";
import { mutesHere } from "./away.js";
import { ControlButton, type ControlButtonProps } from "./ControlButton.js";
import {
  type AskKind,
  completeTransfer,
  endCall,
  endConsultation,
  endForAll,
  leaveCall,
  merge,
  setHeld,
  setMuted,
  swap,
} from "./call-actions.js";
import { type CallControl, type ControlState, callControls } from "./call-controls.js";
import { callState, partnersOf } from "./call-state.js";
import { MoreControls } from "./MoreControls.js";
import { type Press, useArmed } from "./use-armed.js";
import { useMuted } from "./use-call.js";

/** What is open below the controls. */
export type OpenPanel = AskKind | "keys" | "application" | "message" | "signature" | null;

/** The way out that takes the least is the last one: it stands where it always stands. */
const ENDS: readonly CallControl[] = ["endForAll", "leave", "end", "endConsultation"];
const IN_MENU: readonly CallControl[] = ["add", "message"];
const PANELS_IN_MENU: readonly OpenPanel[] = ["add", "message", "application", "signature"];

/** What can be done with the call, in groups: with the own phone, with others, and, set apart, its end. */
export function CallControls({
  view,
  open,
  onOpen,
  children,
  more,
}: {
  readonly view: InteractionView;
  readonly open: OpenPanel;
  readonly onOpen: (panel: OpenPanel) => void;
  /** Recording: its controls stand between what is done with others and the end. */
  readonly children?: ReactNode;
  /** What stands in the menu besides; `null`: nothing. */
  readonly more: ReactNode;
}) {
  const t = useWords();
  const muted = useMuted(view);
  const [asksAll, setAsksAll] = useState(false);
  const transfers = useMay("transfer");
  const controls = callControls(view).filter(
    ({ control }) => transfers || (control !== "transfer" && control !== "complete"),
  );
  const ends = ENDS.flatMap((end) => controls.filter(({ control }) => control === end));
  const inMenu = controls.filter(({ control }) => IN_MENU.includes(control));
  const press = useArmed(`${view.interactionId} ${ends.map(({ control }) => control).join(" ")}`);
  const button = (one: ControlState): ControlButtonProps =>
    propsOf(one, { view, muted, open, onOpen, t, press, askAll: () => setAsksAll(true) });
  const canEndAll = ends.some(({ control, why }) => control === "endForAll" && why === null);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of its buttons */}
      <div className="controls" role="group" aria-label={t("call.stage")}>
        <div className="call-does">
          {controls
            .filter(({ control }) => !ENDS.includes(control) && !IN_MENU.includes(control))
            .map((one) => (
              <ControlButton key={one.control} {...button(one)} />
            ))}
          {children}
          {(inMenu.length > 0 || more !== null) && (
            <MoreControls on={PANELS_IN_MENU.includes(open)}>
              {inMenu.map((one) => (
                <ControlButton key={one.control} {...button(one)} />
              ))}
              {more}
            </MoreControls>
          )}
        </div>
        <div className="call-ends">
          {ends.map((one) => (
            // The key is pressed for the call that this panel shows, and for no later one.
            <ControlButton key={`${view.interactionId} ${one.control}`} {...button(one)} />
          ))}
        </div>
      </div>
      {asksAll && canEndAll && <EndForAll view={view} onDone={() => setAsksAll(false)} />}
    </>
  );
}

interface Room {
  readonly view: InteractionView;
  readonly muted: boolean;
  readonly open: OpenPanel;
  readonly onOpen: (panel: OpenPanel) => void;
  readonly t: ReturnType<typeof useWords>;
  readonly press: Press;
  readonly askAll: () => void;
}

function propsOf({ control, why }: ControlState, room: Room): ControlButtonProps {
  const { view, muted, open, onOpen, t, press, askAll } = room;
  const { interactionId, call } = view;
  const panel = (
    kind: AskKind,
    icon: ControlButtonProps["icon"],
    action: DeskActionId,
  ): ControlButtonProps => ({
    control,
    why,
    word: t(`call.control.${kind}`),
    action,
    icon,
    on: open === kind,
    expanded: open === kind,
    act: () => onOpen(open === kind ? null : kind),
  });
  switch (control) {
    case "mute":
      return {
        control,
        why,
        word: t(muted ? "call.control.unmute" : "call.control.mute"),
        action: "mute",
        on: muted,
        local: mutesHere(view),
        icon: muted ? IconMicrophoneOff : IconMicrophone,
        act: () => void setMuted(interactionId, !muted),
      };
    case "hold": {
      const held = call?.heldSince != null;
      return {
        control,
        why,
        word: t(held ? "call.control.retrieve" : "call.control.hold"),
        action: "hold",
        on: held,
        icon: held ? IconPlayerPlay : IconPlayerPause,
        act: () => void setHeld(interactionId, !held),
      };
    }
    case "keys":
      return {
        control,
        why,
        word: t("call.control.keypad"),
        action: "keypad",
        on: open === "keys",
        expanded: open === "keys",
        icon: IconDialpad,
        act: () => onOpen(open === "keys" ? null : "keys"),
      };
    case "consult":
      return panel("consult", IconPhone, "consult");
    case "transfer":
      return panel("transfer", IconArrowForwardUp, "handover");
    case "add":
      return panel("add", IconUserPlus, "add");
    case "message":
      return {
        control,
        why,
        word: t("call.control.message"),
        action: "message",
        on: open === "message",
        expanded: open === "message",
        icon: IconSpeakerphone,
        act: () => onOpen(open === "message" ? null : "message"),
      };
    case "swap":
      return {
        control,
        why,
        word: t("call.control.swap"),
        action: "swap",
        icon: IconArrowsExchange,
        act: () => void swap(interactionId, call?.own?.circle === "consult" ? "main" : "consult"),
      };
    case "complete":
      return {
        control,
        why,
        word: t("call.control.complete"),
        action: "handover",
        icon: IconArrowForwardUp,
        act: () => void completeTransfer(interactionId),
      };
    case "merge":
      return {
        control,
        why,
        word: t("call.control.merge"),
        action: "merge",
        icon: IconArrowMerge,
        act: () => void merge(interactionId),
      };
    case "endConsultation":
      return {
        control,
        why,
        word: t("call.control.endConsultation"),
        action: "end",
        icon: IconPhoneOff,
        danger: true,
        act: (clicks) => press(clicks, () => void endConsultation(interactionId)),
      };
    case "leave":
      return {
        control,
        why,
        word: t("call.control.leave"),
        more: t("call.control.leaveMore"),
        action: "end",
        icon: IconDoorExit,
        act: (clicks) => press(clicks, () => void leaveCall(interactionId)),
      };
    case "endForAll":
      return {
        control,
        why,
        word: t("call.control.endForAll"),
        more: t("call.control.endForAllMore"),
        action: "end-all",
        icon: IconPhoneOff,
        danger: true,
        act: askAll,
      };
    default: {
      const state = callState(view);
      const isOut =
        state === "connecting" || state === "dialing" || state === "ringing" || state === "calling";
      const cancels = isOut && call?.direction !== "inbound";
      return {
        control,
        why,
        word: t(cancels ? "call.control.cancel" : "call.control.end"),
        action: "end",
        icon: IconPhoneOff,
        danger: true,
        act: (clicks) => press(clicks, () => void endCall(interactionId)),
      };
    }
  }
}

/** Hanging up for others cannot be taken back, so it asks once. */
function EndForAll({ view, onDone }: { readonly view: InteractionView; readonly onDone: () => void }) {
  const t = useWords();
  const count = view.call === null ? 0 : partnersOf(view.call).length + 1;
  return (
    <AskOnce
      className="call-sure line"
      question={t("call.endAll.question", { count })}
      yes={t("call.endAll.yes")}
      no={t("call.endAll.no")}
      onYes={() => {
        onDone();
        void endForAll(view.interactionId);
      }}
      onNo={onDone}
    />
  );
}
