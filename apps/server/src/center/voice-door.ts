import type { BansAnswer, Registration, TrunkState, VoiceView } from "@patchbay/protocol";

/** Whose phone, at which desk: a connection of a former session is closed by one of a newer. */
export interface PhoneOwner {
  readonly agentId: string;
  readonly sessionId: string;
}

/** What a request to the voice process can come to. */
export type VoiceRefusal = "voice_unreachable" | "media_failed" | "no_interaction" | "not_suitable_state";
export type VoiceOutcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: VoiceRefusal };

export interface LegQuality {
  readonly interactionId: string;
  readonly legId: string;
  readonly mos: number;
  readonly loss: number;
  readonly jitterMs: number;
  readonly roundTripMs: number | null;
  readonly level: number;
}

/** How many digits a caller has entered at a step; never which. */
export interface KeysEntered {
  readonly interactionId: string;
  readonly playId: string;
  readonly entered: number;
}

export interface PhoneCheck {
  readonly phoneId: string;
  readonly agentId: string;
  readonly state: "connecting" | "connected" | "lost" | "closed";
  readonly level: number;
  readonly packetsReceived: number;
}

/** A way to our side of an app's connection. */
export interface AppCandidate {
  readonly phoneId: string;
  readonly candidate: string;
  readonly mid: string;
}

/** The media of customers' apps: here our side offers. */
export interface AppDoor {
  /** An offer for the app that is this leg; again: the app is connected anew, when it has answered. */
  offer(leg: {
    readonly interactionId: string;
    readonly legId: string;
  }): Promise<VoiceOutcome<{ readonly phoneId: string; readonly offer: string }>>;
  answer(phoneId: string, answer: string): Promise<VoiceOutcome<null>>;
  addCandidate(phoneId: string, candidate: string, mid: string): Promise<VoiceOutcome<null>>;
  onCandidate(listener: (candidate: AppCandidate) => void): () => void;
}

/** How the telephone network does at this moment: nothing of it is stored. */
export interface NetworkStates {
  trunks(): readonly TrunkState[];
  /** Accounts with at least one phone. */
  registrations(): readonly Registration[];
  /** Whether a desk phone is registered under this account. */
  isRegistered(user: string): boolean;
  /** A trunk or a registration has changed. */
  onStates(listener: () => void): () => void;
  bans(): Promise<VoiceOutcome<BansAnswer>>;
  unban(address: string): Promise<VoiceOutcome<null>>;
}

/**
 * What desks ask of voice beside the journal: the negotiation of a browser's media, keys into a call, and the
 * protective lane. Calls themselves are the core's; what is to be done about them is drawn from its state.
 */
export interface VoiceDoor {
  readonly network: NetworkStates;
  view(): VoiceView;
  /** The view has changed. */
  onView(listener: () => void): () => void;
  onQuality(listener: (quality: LegQuality) => void): () => void;
  onKeys(listener: (keys: KeysEntered) => void): () => void;
  onPhoneCheck(listener: (check: PhoneCheck) => void): () => void;
  /** @param leg `null`: the echo test */
  connectPhone(
    owner: PhoneOwner,
    leg: { readonly interactionId: string; readonly legId: string } | null,
    offer: string,
  ): Promise<VoiceOutcome<{ readonly phoneId: string; readonly answer: string }>>;
  addCandidate(
    owner: PhoneOwner,
    phoneId: string,
    candidate: string,
    mid: string,
  ): Promise<VoiceOutcome<null>>;
  disconnectPhone(owner: PhoneOwner, phoneId: string): Promise<VoiceOutcome<null>>;
  readonly apps: AppDoor;
  /** Into the other side's leg. */
  sendKeys(interactionId: string, legId: string, keys: string): Promise<VoiceOutcome<null>>;
  /** At once, before it is stored; safe to repeat, and nothing is answered. */
  protect(
    act:
      | {
          readonly do: "mute";
          readonly interactionId: string;
          readonly legId: string;
          readonly muted: boolean;
        }
      | { readonly do: "hang_up"; readonly interactionId: string; readonly legId: string }
      | { readonly do: "pause_recording"; readonly interactionId: string; readonly recordingId: string },
  ): void;
}

const unreachable = { ok: false, code: "voice_unreachable" } as const;
const never = () => () => {};

/** A center without voice. */
export const noVoice: VoiceDoor = {
  network: {
    trunks: () => [],
    registrations: () => [],
    isRegistered: () => false,
    onStates: never,
    bans: () => Promise.resolve(unreachable),
    unban: () => Promise.resolve(unreachable),
  },
  view: () => ({
    state: "off",
    problem: null,
    iceServers: [],
    lines: [],
    applications: [],
    payments: { mode: "off", currency: "USD" },
  }),
  onView: never,
  onQuality: never,
  onKeys: never,
  onPhoneCheck: never,
  connectPhone: () => Promise.resolve(unreachable),
  addCandidate: () => Promise.resolve(unreachable),
  disconnectPhone: () => Promise.resolve(unreachable),
  apps: {
    offer: () => Promise.resolve(unreachable),
    answer: () => Promise.resolve(unreachable),
    addCandidate: () => Promise.resolve(unreachable),
    onCandidate: never,
  },
  sendKeys: () => Promise.resolve(unreachable),
  protect: () => {},
};
