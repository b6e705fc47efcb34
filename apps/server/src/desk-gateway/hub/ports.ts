import type { AgentId, SessionId } from "@patchbay/core";
import type { ServerFrame } from "@patchbay/protocol";
import type { ApiKeys } from "../../api-keys/index.js";
import type { CenterHandle, Ephemeral } from "../../center/edge.js";
import type { PromptLibrary } from "../../center/prompts.js";
import type { VoiceDoor } from "../../center/voice-door.js";
import type { Network } from "../../network/index.js";
import type { RecentCalls } from "../../recent/index.js";
import type { RecordingRows } from "../../recordings/index.js";
import type { Voicemail } from "../../voicemail/index.js";

/** Who sits at a desk, as authentication found it. */
export interface DeskIdentity {
  readonly sessionId: SessionId;
  readonly agentId: AgentId;
  readonly seat: number;
}

/** Why the server ends a connection; the numbers are WebSocket close codes, told in the protocol's frames.ts. */
export const closeCodes = {
  server_stops: 1012,
  bad_frame: 4400,
  not_signed_in: 4401,
  silent: 4408,
  session_ended: 4409,
  too_slow: 4413,
  too_many_frames: 4429,
} as const;
export type CloseReason = keyof typeof closeCodes;

export type ByeReason = Extract<ServerFrame, { frame: "bye" }>["reason"];

/** What a transport gives the hub for one connection. Neither function may throw. */
export interface DeskTransport {
  send(frame: ServerFrame): void;
  close(reason: CloseReason): void;
}

/** What the hub gives a transport. */
export interface DeskConnection {
  /** One parsed JSON text from the desk, of whatever shape. */
  receive(frame: unknown): void;
  /** The transport is gone. Safe to call more than once. */
  closed(): void;
}

export interface DeskHubSettings {
  /** When a waiting customer's timer turns amber, then red. */
  readonly waitAmberMs: number;
  readonly waitRedMs: number;
  /** `null`: the desk has its own. */
  readonly mapTilesUrl: string | null;
}

export const DEFAULT_DESK_SETTINGS: DeskHubSettings = {
  waitAmberMs: 60_000,
  waitRedMs: 180_000,
  mapTilesUrl: null,
};

/** Something that should not have happened and nobody at a desk can mend. For the log. */
export interface DeskProblem {
  readonly what: "request_failed" | "view_failed" | "content_unreadable" | "desk_not_lost" | "receipt_failed";
  readonly correlationId?: string;
  readonly cause: unknown;
}

/** A request that was not done: which one, why, and whose it was. */
export interface DeskRefusal {
  readonly correlationId: string;
  readonly code: string;
  readonly name: string;
  readonly agentId: string;
  readonly sessionId: string;
}

export interface DeskHubDeps {
  readonly handle: CenterHandle;
  readonly ephemeral: Ephemeral;
  readonly settings: DeskHubSettings;
  /** Absent: a center without voice. */
  readonly voice?: VoiceDoor;
  /** Absent: a center without prompts of its own or of anybody's. */
  readonly prompts?: PromptLibrary;
  /** Keeps the lists of recent calls; absent: they stay as they are. */
  readonly recent?: Pick<RecentCalls, "caughtUp">;
  /** Absent: one that nobody has set. */
  readonly network?: Network;
  /** Absent: rules in memory. */
  readonly recordingRules?: Pick<RecordingRows, "rules" | "putRule">;
  /** Absent: keys in memory. */
  readonly apiKeys?: ApiKeys;
  /** Absent: no mailbox has a message. */
  readonly voicemail?: Pick<Voicemail, "list" | "newCount" | "mark" | "trash" | "onChanged">;
  readonly report: (problem: DeskProblem) => void;
  /** A request was answered with a code. Absent: nobody counts. */
  readonly onRefused?: (refusal: DeskRefusal) => void;
}
