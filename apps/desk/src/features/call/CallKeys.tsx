import type { InteractionView } from "@patchbay/protocol";
import { useEffect } from "react";
import { clockText } from "../../parts/time.js";
import { tellDevices } from "../../phone/device-facts.js";
import { usePhone } from "../../phone/phone-store.js";
import { toast } from "../../state/actions.js";
import { serverNow, useDesk } from "../../state/store.js";
import { useWords, word } from "../../words/words.js";
import { isAway, mutesHere } from "./away.js";
import { setHeld, setMuted } from "./call-actions.js";
import { type CallControl, whyNot } from "./call-controls.js";
import { callState, callsInHand, liveCall } from "./call-state.js";
import { holdAlerts } from "./hold-alerts.js";
import { callPartner } from "./talk-groups.js";
import { useLiveCall } from "./use-call.js";

/** The call's keys work wherever the agent is; what they did is told to a screen reader. Draws nothing. */
export function CallKeys() {
  const t = useWords();
  const view = useLiveCall();
  useEffect(() => {
    const ends = new AbortController();
    const on = (event: string, control: CallControl, act: (call: InteractionView) => void): void =>
      window.addEventListener(
        `patchbay:${event}`,
        () => {
          const call = meant();
          const why = call === null ? undefined : whyNot(call, control);
          if (call === null || why === undefined) return;
          const waits = isAway(useDesk.getState()) && !(control === "mute" && mutesHere(call));
          if (waits) toast(word("call.why.away"), { tone: "error" });
          else if (why !== null) toast(word(why), { tone: "error" });
          else act(call);
        },
        { signal: ends.signal },
      );
    on("mute", "mute", (call) => {
      const here = usePhone.getState().muting.get(call.interactionId);
      void setMuted(call.interactionId, !(here ?? call.call?.own?.muted ?? false));
    });
    on("hold", "hold", (call) => void setHeld(call.interactionId, call.call?.heldSince === null));
    return () => ends.abort();
  }, []);
  useEffect(tellDevices, []);
  useEffect(tellLongHolds, []);
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

const LOOK_MS = 1_000;

/** Says of a call that waits on hold for long, while something else is in front. @returns its end */
function tellLongHolds(): () => void {
  let told: ReadonlyMap<string, number> = new Map();
  const look = (): void => {
    const { data, room, selection } = useDesk.getState();
    const front = room === "conversations" ? (selection?.id ?? null) : null;
    const alerts = holdAlerts(data?.interactions.values() ?? [], told, front, serverNow());
    told = alerts.told;
    for (const { view, heldMs } of alerts.due) {
      const { name } = callPartner(view, data?.roster ?? new Map());
      toast(word("call.holdLongOf", { name, time: clockText(heldMs) }));
    }
  };
  const timer = window.setInterval(look, LOOK_MS);
  return () => window.clearInterval(timer);
}

/** The call in front; else the one in which the agent talks. */
function meant(): InteractionView | null {
  const { data, selection } = useDesk.getState();
  const interactions = [...(data?.interactions.values() ?? [])];
  const front = callsInHand(interactions).find(({ interactionId }) => interactionId === selection?.id);
  return front ?? liveCall(interactions);
}
