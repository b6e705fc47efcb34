import {
  type AgentId,
  asId,
  type Configuration,
  hasSkills,
  mayDo,
  type ServiceId,
  type User,
} from "@patchbay/core";
import type { RecordingRow, RecordingRule } from "./recording-rows.js";

export interface RecordingRights {
  readonly listen: boolean;
  /** To take a copy away, which is a right of its own. */
  readonly download: boolean;
}

type Users = ReadonlyMap<AgentId, User>;

/**
 * What somebody may do with a recording. Administrators everything; supervisors hear those of the agents they look after (`hear_team_recordings`);
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
    const team = lookedAfter(user, users);
    // The mailbox of a service is nobody's alone.
    const isOfService = recording.kind === "voicemail" && recording.agentId === null;
    if (team === "all" || isOfService || (recording.agentId !== null && team.has(recording.agentId)))
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

/**
 * Whom a supervisor looks after: the agents of the team in which it stands; all, when it stands in none, or in one
 * without agents.
 */
export function lookedAfter(supervisor: User, users: Users): ReadonlySet<string> | "all" {
  if (supervisor.teamId === null) return "all";
  const team = [...users.values()].filter(
    ({ id, roles, teamId }) =>
      id !== supervisor.id && roles.includes("agent") && teamId === supervisor.teamId,
  );
  return team.length === 0 ? "all" : new Set(team.map(({ id }) => id));
}
