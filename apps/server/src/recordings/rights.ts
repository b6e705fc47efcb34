import type { User } from "@patchbay/core";
import type { RecordingRow, RecordingRule } from "./recording-rows.js";

export interface RecordingRights {
  readonly listen: boolean;
  /** To take a copy away, which is a right of its own. */
  readonly download: boolean;
}

/**
 * What somebody may do with a recording. Administrators everything; supervisors hear those of their team, without a team
 * of their own all; agents hear their own where the service allows it.
 *
 * @param agent whose recording it is; `undefined`: not known any more.
 */
export function rightsTo(
  recording: Pick<RecordingRow, "agentId">,
  rule: RecordingRule,
  user: User,
  agent: User | undefined,
): RecordingRights {
  if (user.roles.includes("administrator")) return { listen: true, download: true };
  if (user.roles.includes("supervisor") && isInTeamOf(user, agent))
    return { listen: true, download: rule.download !== "nobody" };
  const isOwn = user.roles.includes("agent") && recording.agentId === user.id;
  const listen = isOwn && rule.agentsListen;
  return { listen, download: listen && rule.download === "listeners" };
}

/** Whether a supervisor looks after this agent. */
export function isInTeamOf(supervisor: User, agent: User | undefined): boolean {
  return supervisor.teamId === null || agent?.teamId === supervisor.teamId;
}
