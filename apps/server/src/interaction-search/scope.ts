import { type CenterState, mayDo, type User } from "@patchbay/core";
import { lookedAfter } from "../recordings/index.js";

/** Whose interactions somebody may look up. */
export type Scope =
  | { readonly kind: "all" }
  /** In which one of these took part; and, for who looks after a team, those that nobody took. */
  | { readonly kind: "agents"; readonly agentIds: readonly string[]; readonly unanswered: boolean };

/** Administrators all, supervisors their own and those of the agents they look after, agents their own. */
export function scopeOf(user: User, { configuration }: Pick<CenterState, "configuration">): Scope {
  if (user.roles.includes("administrator")) return { kind: "all" };
  if (!mayDo(user, "see_team_records")) return { kind: "agents", agentIds: [user.id], unanswered: false };
  const team = lookedAfter(user, configuration.users);
  return team === "all"
    ? { kind: "all" }
    : { kind: "agents", agentIds: [user.id, ...team], unanswered: true };
}
