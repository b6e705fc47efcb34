import type { PhoneView } from "@patchbay/protocol";

/** What this browser profile talks and listens with. `null`: the system's own choice. */
export interface DeviceChoice {
  /**
   * `sip`: a desk phone that is registered at the center. `external`: a number outside. `none`: no calls at this desk, chats
   * only.
   */
  readonly device: PhoneView["device"];
  readonly microphone: string | null;
  readonly speaker: string | null;
  /** Rings here, so that a headset on the table is heard. */
  readonly ring: string | null;
  /** Of the voices that are heard, 0 to 1; rings and tones have a loudness of their own. */
  readonly volume: number;
  /** What the browser does to the microphone's sound; a headset that does it by itself does it better. */
  readonly noiseSuppression: boolean;
  readonly autoGain: boolean;
  /** The line of a desk phone or a number outside stays up between calls. */
  readonly keepLine: boolean;
}

export interface SoundDevice {
  readonly id: string;
  readonly label: string;
}

export interface SoundDevices {
  readonly microphones: readonly SoundDevice[];
  readonly speakers: readonly SoundDevice[];
}

const DEVICES = ["browser", "sip", "external", "none"] as const satisfies readonly PhoneView["device"][];
const KEY = "patchbay.phone";
export const deviceChoiceAtFirst: DeviceChoice = {
  device: "browser",
  microphone: null,
  speaker: null,
  ring: null,
  volume: 1,
  noiseSuppression: true,
  autoGain: true,
  keepLine: false,
};

/** Lower than this nobody knows whether a call is there at all. */
export const VOLUME_MIN = 0.05;

export function readChoice(storage: Pick<Storage, "getItem">): DeviceChoice {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? "null") as Partial<
      Record<keyof DeviceChoice, unknown>
    > | null;
    const text = (value: unknown): string | null =>
      typeof value === "string" && value !== "" ? value : null;
    if (kept === null || typeof kept !== "object") return deviceChoiceAtFirst;
    const { volume } = kept;
    return {
      device: DEVICES.find((device) => device === kept.device) ?? "browser",
      microphone: text(kept.microphone),
      speaker: text(kept.speaker),
      ring: text(kept.ring),
      volume: typeof volume === "number" && volume >= VOLUME_MIN && volume <= 1 ? volume : 1,
      noiseSuppression: kept.noiseSuppression !== false,
      autoGain: kept.autoGain !== false,
      keepLine: kept.keepLine === true,
    };
  } catch {
    return deviceChoiceAtFirst;
  }
}

export function keepChoice(storage: Pick<Storage, "setItem">, choice: DeviceChoice): void {
  try {
    storage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // A browser that keeps nothing: the choice holds for this page.
  }
}

/**
 * The devices by kind. Browsers list a system default besides the devices themselves; the desk has a word of its own for
 * it. Before the permission is given they have neither names nor ids, and are not worth a list.
 */
export function sorted(
  listed: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[],
): SoundDevices {
  const of = (kind: MediaDeviceKind): SoundDevice[] =>
    listed
      .filter(
        (device) =>
          device.kind === kind &&
          device.deviceId !== "" &&
          device.deviceId !== "default" &&
          device.deviceId !== "communications",
      )
      .map(({ deviceId: id, label }) => ({ id, label: label.replace(/ \([0-9a-f]{4}:[0-9a-f]{4}\)$/, "") }));
  return { microphones: of("audioinput"), speakers: of("audiooutput") };
}

/** The id to use: what was chosen while it is plugged in, else the system's choice. */
export const usable = (chosen: string | null, devices: readonly SoundDevice[]): string | null =>
  chosen !== null && devices.some(({ id }) => id === chosen) ? chosen : null;
