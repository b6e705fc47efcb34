import type { Channel } from "../configuration/configuration.js";
import type { AgentId, InteractionId, ReasonId, SessionId } from "../ids/ids.js";
import type { Instant } from "../time/time.js";
import type { AgentLine, LineCommand } from "./line.js";

/** What the agent (or a supervisor, or the center) wants: the first of the three parts of an agent's state. */
export type Presence =
  | { readonly kind: "ready" }
  | { readonly kind: "not_ready"; readonly reason: ReasonId | null }
  | { readonly kind: "supervising" };

/** What follows when the load is empty. */
export type NextPresence = Presence | { readonly kind: "logged_out" };

/** Who brought a presence about; shown to the agent. */
export type PresenceSource =
  | { readonly by: "agent" }
  | { readonly by: "system" }
  | { readonly by: "supervisor"; readonly supervisorId: AgentId };

/**
 * One interaction in an agent's hands: the second part of the state.
 *
 *   reserved ──ConfirmOffer──▶ ringing ──AcceptOffer──▶ active ──▶ wrap_up
 */
export type LoadState = "reserved" | "ringing" | "active" | "hold" | "wrap_up";
export interface Load {
  readonly interactionId: InteractionId;
  readonly channel: Channel;
  state: LoadState;
  since: Instant;
}

/** What an agent talks through: the desk's browser, a desk phone that registers here, any number outside. `none`: logged in for text alone. */
export type PhoneDevice = "browser" | "sip" | "external" | "none";

/**
 * The third part of the state. `unknown`: not tried yet in this session. Only `ok` gets calls; nobody is blamed
 * for the others.
 */
export type PhoneHealth =
  | "ok"
  | "unknown"
  | "mic_denied"
  | "mic_missing"
  | "mic_in_use"
  | "mic_silent"
  | "output_missing"
  | "ice_failed"
  | "media_timeout"
  | "signalling_lost"
  /** the desk phone is not registered here */
  | "not_registered";

export interface Phone {
  readonly device: PhoneDevice;
  readonly health: PhoneHealth;
}

/** The one word that people and APIs see. Derived from presence and load (SPEC AGT-1). */
export type AgentWord =
  | "ringing"
  | "reserved"
  | "busy"
  | "after_call_work"
  | "ready"
  | "not_ready"
  | "supervising";

/** A user who is logged in. Somebody who is not has no entry. */
export interface Agent {
  readonly id: AgentId;
  sessionId: SessionId;
  presence: Presence;
  source: PresenceSource;
  next: NextPresence | null;
  nextSource: PresenceSource | null;
  loads: Load[];
  /** The desk's pulse: `null` while alive, else when it was lost and until when the agent may come back. */
  deskLost: { readonly at: Instant; readonly until: Instant } | null;
  phone: Phone;
  /** `null`: each call dials the phone for itself. */
  line: AgentLine | null;
  /** The call that a supervisor is beside; it is no load. */
  monitoring: InteractionId | null;
  /** The chat that a supervisor reads along; it is no load either. */
  monitoringChat: InteractionId | null;
  loggedInAt: Instant;
  /** Since when the agent has been waiting for work: login, becoming ready, the last accept, or an emptied load. */
  idleSince: Instant;
  word: AgentWord;
  wordSince: Instant;
}

export type AgentCommand =
  | LineCommand
  | {
      readonly type: "LogIn";
      readonly agentId: AgentId;
      readonly sessionId: SessionId;
      /** Take over from another session instead of being refused. */
      readonly force: boolean;
    }
  | { readonly type: "LogOut"; readonly agentId: AgentId; readonly sessionId: SessionId }
  | { readonly type: "SetPresence"; readonly agentId: AgentId; readonly presence: NextPresence }
  | { readonly type: "ClearNext"; readonly agentId: AgentId }
  | {
      readonly type: "ForcePresence";
      readonly agentId: AgentId;
      readonly presence: NextPresence;
      readonly supervisorId: AgentId;
    }
  /** The last connection of a desk broke, or its heartbeat stopped. */
  | {
      readonly type: "LoseDesk";
      readonly agentId: AgentId;
      readonly sessionId: SessionId;
      readonly graceMs: number;
    }
  /** The desk says what it talks through, and whether that works. */
  | { readonly type: "SetPhone"; readonly agentId: AgentId; readonly phone: Phone }
  | { readonly type: "ReturnDesk"; readonly agentId: AgentId; readonly sessionId: SessionId };

export type LogOutCause = "agent" | "desk_lost" | "supervisor" | "user_removed";

export type AgentEvent =
  | {
      readonly type: "AgentLoggedIn";
      readonly agentId: AgentId;
      readonly sessionId: SessionId;
      readonly presence: Presence;
    }
  | {
      readonly type: "AgentSessionMoved";
      readonly agentId: AgentId;
      readonly sessionId: SessionId;
      readonly previousSessionId: SessionId;
    }
  | {
      readonly type: "AgentPresenceChanged";
      readonly agentId: AgentId;
      readonly presence: Presence;
      readonly source: PresenceSource;
    }
  | {
      readonly type: "AgentNextChosen";
      readonly agentId: AgentId;
      readonly next: NextPresence | null;
      readonly source: PresenceSource;
    }
  | { readonly type: "DeskLost"; readonly agentId: AgentId; readonly until: Instant }
  | { readonly type: "DeskReturned"; readonly agentId: AgentId }
  | { readonly type: "PhoneChanged"; readonly agentId: AgentId; readonly phone: Phone }
  /** As it is from now on; `null`: none is kept up. */
  | { readonly type: "LineChanged"; readonly agentId: AgentId; readonly line: AgentLine | null }
  | {
      readonly type: "AgentLoggedOut";
      readonly agentId: AgentId;
      readonly cause: LogOutCause;
      readonly supervisorId: AgentId | null;
    };
