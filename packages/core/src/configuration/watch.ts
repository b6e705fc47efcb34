import type { AgentId, ServiceId, TeamId } from "../ids/ids.js";
import type { Interaction } from "../interaction/interaction.js";
import { hasSkills } from "../queue/eligibility.js";
import type { Configuration, User } from "./configuration.js";

type Users = Configuration["users"];

/** Whose work somebody sees and steps into (SPEC TEA). */
export interface Watch {
  /** These alone, and the own work; `all`: everybody's. */
  readonly agents: ReadonlySet<AgentId> | "all";
  readonly agent: (agentId: AgentId) => boolean;
  /** Whether one of them could take what waits for it. */
  readonly service: (serviceId: ServiceId) => boolean;
  readonly interaction: (interaction: Interaction) => boolean;
}

/** SPEC TEA-1: which teams a supervisor supervises. */
export function supervisedTeams(supervisor: User, users: Users): ReadonlySet<TeamId> | "all" {
  const { roles, teamId, supervises } = supervisor;
  if (roles.includes("administrator") || supervises === "all") return "all";
  if (supervises !== undefined) return new Set(supervises);
  if (teamId === null) return "all";
  const own = new Set([teamId]);
  return agentsOf(own, supervisor, users).size === 0 ? "all" : own;
}

/** The agents of these teams, without the supervisor. */
export function lookedAfter(supervisor: User, users: Users): ReadonlySet<AgentId> | "all" {
  const teams = supervisedTeams(supervisor, users);
  return teams === "all" ? "all" : agentsOf(teams, supervisor, users);
}

function agentsOf(teams: ReadonlySet<TeamId>, { id: self }: User, users: Users): ReadonlySet<AgentId> {
  const found = new Set<AgentId>();
  for (const { id, roles, teamId } of users.values())
    if (id !== self && teamId !== null && teams.has(teamId) && roles.includes("agent")) found.add(id);
  return found;
}

const nothing: Watch = {
  agents: new Set(),
  agent: () => false,
  service: () => false,
  interaction: () => false,
};
/** Of programs that an administrator has let in, and of administrators. */
export const watchOfAll: Watch = {
  agents: "all",
  agent: () => true,
  service: () => true,
  interaction: () => true,
};

/** As the configuration is now; what it says is true as long as that does not change. */
export function watchOf(
  user: User | undefined,
  { users, services }: Pick<Configuration, "users" | "services">,
): Watch {
  if (user === undefined) return nothing;
  const agents = lookedAfter(user, users);
  if (agents === "all") return watchOfAll;
  const agent = (agentId: AgentId): boolean => agentId === user.id || agents.has(agentId);
  const served = new Map<ServiceId, boolean>();
  const service = (serviceId: ServiceId): boolean => {
    const known = served.get(serviceId);
    if (known !== undefined) return known;
    const found = services.get(serviceId);
    const isServed =
      found !== undefined &&
      [user.id, ...agents].some((agentId) => {
        const one = users.get(agentId);
        return one?.enabled === true && hasSkills(one, found);
      });
    served.set(serviceId, isServed);
    return isServed;
  };
  return { agents, agent, service, interaction: (one) => sees(one, agent, service) };
}

/** SPEC TEA-3, TEA-4. */
function sees(
  { parties, request, serviceId }: Interaction,
  agent: Watch["agent"],
  service: Watch["service"],
): boolean {
  if (parties.some(({ agentId }) => agent(agentId))) return true;
  if (request !== null) return request.agentId === null ? service(request.serviceId) : agent(request.agentId);
  return parties.length === 0 && service(serviceId);
}
