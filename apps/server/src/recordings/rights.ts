import type { AgentId, User } from "@patchbay/core";
import type { RecordingRow, RecordingRule } from "./recording-rows.js";

export interface RecordingRights {
  readonly listen: boolean;
  /** To take a copy away, which is a right of its own. */
  readonly download: boolean;
}

type Users = ReadonlyMap<AgentId, User>;

/**
 * What somebody may do with a recording. Administrators everything; supervisors hear those of the agents they look after;
 * agents hear their own where the service allows it, and their own voice signatures always, for they judge them.
 */
export function rightsTo(
  recording: Pick<RecordingRow, "agentId" | "kind">,
  rule: RecordingRule,
  user: User,
  users: Users,
): RecordingRights {
  if (user.roles.includes("administrator")) return { listen: true, download: true };
  if (user.roles.includes("supervisor")) {
    const team = lookedAfter(user, users);
    if (team === "all" || (recording.agentId !== null && team.has(recording.agentId)))
      return { listen: true, download: rule.download !== "nobody" };
  }
  const isOwn = user.roles.includes("agent") && recording.agentId === user.id;
  const listen = isOwn && (rule.agentsListen || recording.kind === "signature");
  return { listen, download: listen && rule.agentsListen && rule.download === "listeners" };
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
