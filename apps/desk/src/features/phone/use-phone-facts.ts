import { useMemo } from "react";
import type { PhoneHealth } from "../../phone/health.js";
import { usePhone } from "../../phone/phone-store.js";
import { useMay } from "../../state/may.js";
import { useDesk } from "../../state/store.js";
import { useWords } from "../../words/words.js";
import { liveCall } from "../call/call-state.js";
import {
  cannotCall,
  cannotCallInApp,
  cannotCallInside,
  type PhoneStatus,
  phoneStatus,
} from "./phone-view.js";

/** What this tab has found out while it leads; else what the tab that leads has told the server. */
function useHealth(): PhoneHealth {
  const leader = useDesk((state) => state.leader);
  const here = usePhone((state) => state.health);
  const told = useDesk((state) => state.data?.self?.phone.health ?? "unknown");
  return leader ? here : told;
}

export function usePhoneStatus(): PhoneStatus {
  const health = useHealth();
  const voice = useDesk((state) => state.data?.voice.state ?? "off");
  const device = usePhone((state) => state.choice.device);
  const checking = usePhone((state) => state.checking);
  const onCall = useLiveCallId() !== null;
  const line = useDesk((state) => state.data?.self?.line ?? null);
  return phoneStatus({ voice, device, health, checking, onCall, line });
}

export const useLiveCallId = (): string | null =>
  useDesk((state) => liveCall(state.data?.interactions.values() ?? [])?.interactionId ?? null);

export interface CallAbility {
  /** A sentence; `null`: a call can be placed. */
  readonly why: string | null;
  /** The same for a colleague. */
  readonly whyInside: string | null;
  /** The same for a customer in the app. */
  readonly whyInApp: string | null;
  readonly lines: readonly { readonly entryId: string; readonly name: string; readonly address: string }[];
}

const NO_LINES: CallAbility["lines"] = [];

/** Whether the agent can call out now, and through what. */
export function useCallAbility(): CallAbility {
  const t = useWords();
  const status = usePhoneStatus();
  const health = useHealth();
  const takesPart = useDesk((state) => state.data?.self != null);
  const connected = useDesk((state) => state.link.status === "live");
  const voice = useDesk((state) => state.data?.voice.state ?? "off");
  const lines = useDesk((state) => state.data?.voice.lines ?? NO_LINES);
  const device = usePhone((state) => state.choice.device);
  const calls = useDesk(
    (state) => [...(state.data?.interactions.values() ?? [])].filter(({ call }) => call?.own != null).length,
  );
  const line = useDesk((state) => state.data?.self?.line ?? null);
  const callsOut = useMay("call_out");
  return useMemo(() => {
    const facts = { takesPart, connected, voice, lines: lines.length, device, health, calls, line };
    const sentence = (key: string | null): string | null =>
      key === null ? null : t(`phone.cannot.${key}`, { status: t(`phone.status.${status}`) });
    return {
      why: callsOut ? sentence(cannotCall(facts)) : t("errors.not_enough_privileges"),
      whyInside: sentence(cannotCallInside(facts)),
      whyInApp: sentence(cannotCallInApp(facts)),
      lines,
    };
  }, [takesPart, connected, voice, lines, device, health, calls, line, status, callsOut, t]);
}
