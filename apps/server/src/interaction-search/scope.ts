import type { CenterState, User } from "@patchbay/core";
import { isInTeamOf } from "../recordings/index.js";

/** Whose interactions somebody may look up. */
export type Scope =
  | { readonly kind: "all" }
  /** In which one of these took part; and, for who looks after a team, those that nobody took. */
  | { readonly kind: "agents"; readonly agentIds: readonly string[]; readonly unanswered: boolean };

/** Administrators all, supervisors those of their team (without a team all), agents their own. */
export function scopeOf(user: User, { configuration }: Pick<CenterState, "configuration">): Scope {
  if (user.roles.includes("administrator")) return { kind: "all" };
  if (!user.roles.includes("supervisor")) return { kind: "agents", agentIds: [user.id], unanswered: false };
  if (user.teamId === null) return { kind: "all" };
  const team = [...configuration.users.values()].filter((agent) => isInTeamOf(user, agent));
  return { kind: "agents", agentIds: [...new Set([user.id, ...team.map(({ id }) => id)])], unanswered: true };
}
