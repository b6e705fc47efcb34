import { z } from "zod";
import { define, id, nothing } from "./define.js";

/** A supervisor beside a chat. Whispers go as any message with the audience `team`. Codes: the core's (SPEC MON-6 to MON-9). */
export const chatMonitoringRequests = {
  /** Reads along; in place of another chat, if one was read. */
  monitorChat: define("desk.supervise.monitor_chat", z.object({ interactionId: id }), nothing),
  stopMonitoringChat: define("desk.supervise.stop_monitoring_chat", z.object({ interactionId: id }), nothing),
} as const;
