import { type ClientLog, clientLogSchema } from "@patchbay/protocol";
import { browserOf } from "../phone/browser-name.js";
import { usePhone } from "../phone/phone-store.js";
import { seat, serverNow, useDesk } from "../state/store.js";
import { notedEntries, notedQuality, startedAt } from "./client-log.js";

/** Of what a browser says of itself only letters, digits and a few marks; nothing else has a place in the log. */
const short = (text: string | undefined): string =>
  (text ?? "").replace(/[^A-Za-z0-9 ._/+-]/g, "").slice(0, 60);
const whole = (value: number | undefined): number => Math.min(100_000, Math.max(0, Math.round(value ?? 0)));

/** The whole log as it would be sent now. @throws {ZodError} never with what is collected here; it is the last gate */
export function collectLog(): ClientLog {
  const { leader, unanswered, data } = useDesk.getState();
  const { permission, health, devices, calls } = usePhone.getState();
  const { connection, userAgentData } = navigator as Navigator & {
    readonly connection?: { readonly type?: string; readonly effectiveType?: string };
    readonly userAgentData?: { readonly platform?: string };
  };
  const { memory } = performance as Performance & { readonly memory?: { readonly usedJSHeapSize: number } };
  // The server's clock, so that both sides of one request stand beside each other.
  const ahead = Math.round(serverNow() - Date.now());
  const onServer = <Entry extends { readonly at: number }>(entry: Entry): Entry => ({
    ...entry,
    at: entry.at + ahead,
  });
  const script = document.querySelector<HTMLScriptElement>("script[type=module][src]")?.src ?? "";
  return clientLogSchema.parse({
    format: 1,
    madeAt: Date.now() + ahead,
    desk: {
      build: short(script.split("/").at(-1)),
      seat,
      startedAt: startedAt + ahead,
      leader: leader === true,
      unanswered: whole(unanswered),
    },
    place: {
      browser: short(browserOf(navigator.userAgent)),
      platform: short(userAgentData?.platform ?? navigator.platform),
      connection: short(connection?.type ?? connection?.effectiveType),
      language: short(navigator.language),
      timeZone: short(Intl.DateTimeFormat().resolvedOptions().timeZone),
      width: whole(window.innerWidth),
      height: whole(window.innerHeight),
      pixelRatio: Math.min(20, window.devicePixelRatio),
      cores: whole(navigator.hardwareConcurrency),
      memoryMb: memory === undefined ? null : whole(memory.usedJSHeapSize / 1_048_576),
      visible: document.visibilityState === "visible",
      online: navigator.onLine,
      secure: window.isSecureContext,
    },
    phone: {
      device: data?.self?.phone.device ?? null,
      health,
      permission,
      microphones: whole(devices.microphones.length),
      speakers: whole(devices.speakers.length),
      calls: whole(calls.size),
    },
    entries: notedEntries().map(onServer),
    quality: notedQuality().map(onServer),
  });
}
