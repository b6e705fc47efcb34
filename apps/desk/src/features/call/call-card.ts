import type { InteractionView } from "@patchbay/protocol";
import {
  IconApps,
  IconClipboardCheck,
  IconEar,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneIncoming,
  IconPhoneOff,
  IconPhoneOutgoing,
  IconPlayerPause,
  IconQuestionMark,
  IconRecordMail,
  IconUsers,
  IconWifiOff,
} from "@tabler/icons-react";
import { clockText } from "../../parts/time.js";
import { word } from "../../words/words.js";
import { type CallState, callState, HOLD_LONG_MS, partnersOf } from "./call-state.js";
import { askedParty } from "./talk-groups.js";

export interface CallCard {
  /** "Talking", "Consulting Ben Ortega", "Conference of 3": what the call does. */
  readonly phase: string;
  readonly tone: string;
  readonly Icon: typeof IconMicrophone;
  /** How long it has been on hold; `long`: longer than anybody likes to wait. */
  readonly held: { readonly text: string; readonly label: string; readonly long: boolean } | null;
}

/** Names by which a card calls colleagues and services. */
export interface CardNames {
  readonly agent: (agentId: string) => string;
  readonly service: (serviceId: string) => string;
}

/** What the card of a call says besides what every card does; `null`: it is no call. */
export function callCard(
  view: InteractionView,
  muted: boolean,
  now: number,
  names: CardNames,
): CallCard | null {
  const { call } = view;
  if (view.channel !== "voice" || call === null) return null;
  const state = callState(view);
  const since = call.heldSince;
  const text = since === null ? "" : clockText(now - since);
  const held =
    since === null
      ? null
      : { text, label: word("call.holdTimer", { time: text }), long: now - since >= HOLD_LONG_MS };
  return { phase: phaseOf(view, state, names), ...lookOf(state, view, muted), held };
}

function lookOf(
  state: CallState,
  { call }: InteractionView,
  muted: boolean,
): Pick<CallCard, "tone" | "Icon"> {
  switch (state) {
    case "connecting":
    case "dialing":
    case "ringing":
    case "calling":
      return { tone: "m-busy", Icon: call?.direction === "inbound" ? IconPhoneIncoming : IconPhoneOutgoing };
    case "connected":
      return { tone: "m-busy", Icon: muted ? IconMicrophoneOff : IconMicrophone };
    case "conference":
      return { tone: "m-busy", Icon: muted ? IconMicrophoneOff : IconUsers };
    case "asking":
    case "consulting":
    case "waiting":
      return { tone: "m-busy", Icon: muted ? IconMicrophoneOff : IconQuestionMark };
    case "voicemail":
      return { tone: "m-busy", Icon: muted ? IconMicrophoneOff : IconRecordMail };
    case "application":
      return { tone: "m-notready", Icon: IconApps };
    case "monitoring":
      return { tone: "m-supervising", Icon: IconEar };
    case "held":
      return { tone: "m-notready", Icon: IconPlayerPause };
    case "lost":
    case "customerLost":
      return { tone: "m-breached", Icon: IconWifiOff };
    case "wrap_up":
      return { tone: "m-acw", Icon: IconClipboardCheck };
    default:
      return { tone: "m-offline", Icon: IconPhoneOff };
  }
}

/** The state, with whom where the card has room for it. */
export function phaseOf(view: InteractionView, state: CallState, names: CardNames): string {
  const { call } = view;
  const plain = word(`call.state.${state}`);
  if (call === null) return plain;
  const phase = (key: string, name: string | undefined): string =>
    name === undefined || name === "" ? plain : word(`call.phase.${key}`, { name });
  const inConsult = partnersOf(call).find(({ circle }) => circle === "consult");
  const asked = askedParty(view);
  const askedName =
    asked === null
      ? undefined
      : asked.agentId === null
        ? names.service(asked.serviceId)
        : names.agent(asked.agentId);
  const nameOf = inConsult?.name || inConsult?.number?.display;
  switch (state) {
    case "conference":
      return word("call.phase.conference", { count: partnersOf(call).length + 1 });
    case "asking":
      return phase("asking", askedName ?? nameOf);
    case "calling":
      return phase("calling", askedName);
    case "consulting":
      return call.consultation?.own === true
        ? phase("consulting", nameOf)
        : phase("consulted", names.agent(call.consultation?.by ?? ""));
    case "waiting":
      return phase("waiting", names.agent(call.consultation?.by ?? ""));
    case "monitoring": {
      const monitoring = call.parties.find(({ own }) => own)?.monitoring;
      return phase(monitoring?.mode ?? "listen", names.agent(monitoring?.beside ?? ""));
    }
    case "connected":
    case "held":
      return asked?.kind === "transfer" || asked?.kind === "invite" ? phase(asked.kind, askedName) : plain;
    default:
      return plain;
  }
}
