import type { AgentId, InteractionId } from "../ids/ids.js";
import type { Instant } from "../time/time.js";

/** A supervisor beside a chat: reads along, and whispers to its agents. No party, no load (SPEC MON-6). */
export interface ChatMonitor {
  readonly supervisorId: AgentId;
  readonly since: Instant;
  /** The agents have had a word from the supervisor: from then on they know who reads along. */
  spoken: boolean;
}

interface Beside {
  readonly interactionId: InteractionId;
  readonly supervisorId: AgentId;
}

export type ChatMonitoringCommand =
  | ({ readonly type: "MonitorChat" } & Beside)
  | ({ readonly type: "StopMonitoringChat" } & Beside);

export type ChatMonitoringEndedCause =
  | "left"
  | "elsewhere"
  | "logged_out"
  | "role_lost"
  | "other_team"
  | "chat_ended";

export type ChatMonitoringEvent =
  | ({ readonly type: "ChatMonitored" } & Beside)
  | ({ readonly type: "ChatMonitoringEnded"; readonly cause: ChatMonitoringEndedCause } & Beside);
