import type { InteractionView } from "@patchbay/protocol";
import {
  IconClipboardCheck,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerPause,
  IconWifiOff,
} from "@tabler/icons-react";
import { clockText } from "../../parts/time.js";
import { word } from "../../words/words.js";
import { callState } from "./call-state.js";

export interface CallCard {
  /** "Talking", "On hold": what the call does. */
  readonly phase: string;
  readonly tone: string;
  readonly Icon: typeof IconMicrophone;
  /** How long it has been on hold. */
  readonly held: { readonly text: string; readonly label: string } | null;
}

/** What the card of a call says besides what every card does; `null`: it is no call. */
export function callCard(view: InteractionView, muted: boolean, now: number): CallCard | null {
  const { call } = view;
  if (view.channel !== "voice" || call === null) return null;
  const state = callState(view);
  const phase = word(`call.state.${state}`);
  const since = call.heldSince;
  const heldText = since === null ? "" : clockText(now - since);
  const held = since === null ? null : { text: heldText, label: word("call.holdTimer", { time: heldText }) };
  switch (state) {
    case "connecting":
    case "dialing":
    case "ringing":
      return {
        phase,
        tone: "m-busy",
        Icon: call.direction === "outbound" ? IconPhoneOutgoing : IconPhoneIncoming,
        held,
      };
    case "connected":
      return { phase, tone: "m-busy", Icon: muted ? IconMicrophoneOff : IconMicrophone, held };
    case "held":
      return { phase, tone: "m-notready", Icon: IconPlayerPause, held };
    case "lost":
    case "customerLost":
      return { phase, tone: "m-breached", Icon: IconWifiOff, held };
    case "wrap_up":
      return { phase, tone: "m-acw", Icon: IconClipboardCheck, held: null };
    default:
      return { phase, tone: "m-offline", Icon: IconPhoneOff, held: null };
  }
}
