import { create } from "zustand";
import { type DeviceChoice, deviceChoiceAtFirst, type SoundDevices } from "./device-choice.js";
import type { PhoneHealth } from "./health.js";
import type { Permission } from "./microphone.js";
import type { NetworkTest } from "./network-test.js";
import type { Quality } from "./quality.js";

/** How the audio of one call is doing at this desk. */
export type AudioState = "connecting" | "connected" | "reconnecting" | "microphone";

export interface EchoTest {
  readonly state: "connecting" | "connected" | "lost" | "closed";
  /** Loudness at the server, 0 to 1. */
  readonly level: number;
  readonly packetsReceived: number;
}

export interface PhoneStore {
  readonly choice: DeviceChoice;
  readonly devices: SoundDevices;
  readonly permission: Permission | "unknown";
  /** As this tab has found it. Tabs that do not lead know only what the server was told. */
  readonly health: PhoneHealth;
  readonly checking: boolean;
  /** The agent's own test, while it runs. */
  readonly echo: EchoTest | null;
  /** The microphone while it is being tested. */
  readonly echoStream: MediaStream | null;
  /** The way to the server, as it was tested last. */
  readonly network: NetworkTest | null;
  readonly calls: ReadonlyMap<string, AudioState>;
  /** By leg. */
  readonly quality: ReadonlyMap<string, Quality>;
  /** Mute as the agent has set it here, before the server says the same. */
  readonly muting: ReadonlyMap<string, boolean>;
  /** The call in which the agent talks into a microphone that is off. */
  readonly talksMuted: string | null;
  readonly waitsForTouch: boolean;
}

export const usePhone = create<PhoneStore>(() => ({
  choice: deviceChoiceAtFirst,
  devices: { microphones: [], speakers: [] },
  permission: "unknown",
  health: "unknown",
  checking: false,
  echo: null,
  echoStream: null,
  network: null,
  calls: new Map(),
  quality: new Map(),
  muting: new Map(),
  talksMuted: null,
  waitsForTouch: false,
}));
