import { asId, type CenterState, mayDo } from "@patchbay/core";

/** Whether this user watches over others' work: who listens to whom, which calls are up, who waits. */
export function supervises({ configuration }: CenterState, agentId: string): boolean {
  return mayDo(configuration.users.get(asId(agentId)), "see_live");
}
