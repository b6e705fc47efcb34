import {
  asId,
  type Configuration,
  hasSkills,
  mayDo,
  type ServiceId,
  type User,
  watchOf,
} from "@patchbay/core";
import type { RecordingRow, RecordingRule } from "./recording-rows.js";

export interface RecordingRights {
  readonly listen: boolean;
  /** To take a copy away, which is a right of its own. */
  readonly download: boolean;
}

/**
 * What somebody may do with a recording. Administrators everything; supervisors hear those of the agents they look after (SPEC TEA, `hear_team_recordings`);
 * agents hear their own where the service allows it, their own voice signatures always, for they judge them, and what is
 * in their mailbox or in that of a service they serve.
 */
export function rightsTo(
  recording: Pick<RecordingRow, "agentId" | "kind" | "serviceId">,
  rule: RecordingRule,
  user: User,
  { users, services }: Pick<Configuration, "users" | "services">,
): RecordingRights {
  if (user.roles.includes("administrator")) return { listen: true, download: true };
  if (recording.kind === "voicemail" && isInMailboxOf(recording, user, services)) {
    // What was said to somebody alone is that person's; a service's is as its recordings are.
    const isPersonal = recording.agentId !== null;
    return {
      listen: true,
      download: isPersonal ? rule.download !== "nobody" : rule.download === "listeners",
    };
  }
  if (mayDo(user, "hear_team_recordings")) {
    const { agents, service } = watchOf(user, { users, services });
    // The mailbox of a service is that of all who could take what waits for it.
    const isOfService = recording.kind === "voicemail" && recording.agentId === null;
    const isTheirs =
      recording.agentId === null
        ? isOfService && service(asId(recording.serviceId ?? ""))
        : agents !== "all" && agents.has(asId(recording.agentId));
    if (agents === "all" || isTheirs)
      return { listen: true, download: rule.download !== "nobody" && mayDo(user, "download_recordings") };
  }
  if (recording.kind === "voicemail") return { listen: false, download: false };
  const isOwn = user.roles.includes("agent") && recording.agentId === user.id;
  const listen = isOwn && (rule.agentsListen || recording.kind === "signature");
  return { listen, download: listen && rule.agentsListen && rule.download === "listeners" };
}

/** Whether a message came for this agent, or for a service that this agent serves. */
export function isInMailboxOf(
  { agentId, serviceId }: Pick<RecordingRow, "agentId" | "serviceId">,
  user: User,
  services: Configuration["services"],
): boolean {
  if (agentId !== null) return agentId === user.id;
  const service = services.get(asId<ServiceId>(serviceId ?? ""));
  return service !== undefined && hasSkills(user, service);
}
