import type { AssistanceView } from "@patchbay/protocol";

/** Requests for help that this user may answer: of others, the oldest first, those that nobody looks after before the rest. */
export function wantedOf(requests: Iterable<AssistanceView>, me: string): readonly AssistanceView[] {
  return [...requests]
    .filter(({ agent }) => agent.agentId !== me)
    .sort((a, b) => Number(a.answered !== null) - Number(b.answered !== null) || a.since - b.since);
}
