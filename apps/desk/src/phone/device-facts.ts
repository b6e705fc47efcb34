import type { DeviceFacts } from "@patchbay/protocol";
import { callHttp, withBody } from "../state/http.js";
import { browserOf } from "./browser-name.js";
import { usePhone } from "./phone-store.js";

/** What this browser knows of the sound at its place; said with each call, and with a report of bad sound. */
export function deviceFacts(): DeviceFacts {
  const { choice, devices } = usePhone.getState();
  const label = (
    list: readonly { readonly id: string; readonly label: string }[],
    id: string | null,
  ): string => (id === null ? list[0]?.label : list.find((one) => one.id === id)?.label) ?? "";
  const { connection, userAgentData } = navigator as Navigator & {
    readonly connection?: { readonly type?: string; readonly effectiveType?: string };
    readonly userAgentData?: { readonly platform?: string };
  };
  return {
    microphone: label(devices.microphones, choice.microphone).slice(0, 200),
    speaker: label(devices.speakers, choice.speaker).slice(0, 200),
    browser: browserOf(navigator.userAgent),
    platform: (userAgentData?.platform ?? navigator.platform ?? "").slice(0, 200),
    connection: connection?.type ?? connection?.effectiveType ?? "",
  };
}

/**
 * Tells the server with what this desk talks, once for each call whose audio is here. What does not arrive is no loss to the
 * call.
 *
 * @returns how to stop.
 */
export function tellDevices(): () => void {
  const told = new Set<string>();
  const look = (calls: ReadonlyMap<string, string>): void => {
    for (const [interactionId, state] of calls) {
      if (state !== "connected" || told.has(interactionId)) continue;
      told.add(interactionId);
      const url = `/api/calls/${encodeURIComponent(interactionId)}/device`;
      void callHttp(url, () => null, withBody("POST", deviceFacts()));
    }
  };
  look(usePhone.getState().calls);
  return usePhone.subscribe(({ calls }) => look(calls));
}
