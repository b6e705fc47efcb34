import type { CenterState } from "@patchbay/core";

/** Whether this user watches over others' work: who listens to whom, which calls are up, who waits. */
export function supervises({ configuration }: CenterState, agentId: string): boolean {
  const roles =
    configuration.users.get(agentId as Parameters<typeof configuration.users.get>[0])?.roles ?? [];
  return roles.includes("supervisor") || roles.includes("administrator");
}
