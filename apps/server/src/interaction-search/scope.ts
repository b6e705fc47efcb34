import { type Configuration, mayDo, type User, watchOf } from "@patchbay/core";

/** Whose interactions somebody may look up. */
export type Scope =
  | { readonly kind: "all" }
  /** In which one of these took part; and of these services those that nobody took. */
  | {
      readonly kind: "agents";
      readonly agentIds: readonly string[];
      readonly unansweredOf: readonly string[];
    };

/**
 * Administrators all, supervisors their own, those of the agents they look after, and what nobody took of that which one of these
 * could have taken (SPEC TEA); agents their own.
 */
export function scopeOf(
  user: User,
  { configuration }: { readonly configuration: Pick<Configuration, "users" | "services"> },
): Scope {
  if (user.roles.includes("administrator")) return { kind: "all" };
  if (!mayDo(user, "see_team_records")) return { kind: "agents", agentIds: [user.id], unansweredOf: [] };
  const { agents, service } = watchOf(user, configuration);
  if (agents === "all") return { kind: "all" };
  const services = [...configuration.services.keys()].filter(service);
  return { kind: "agents", agentIds: [user.id, ...agents], unansweredOf: services };
}
