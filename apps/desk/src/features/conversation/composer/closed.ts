import type { InteractionView } from "@patchbay/protocol";

/**
 * Why nobody can write into this chat now: the server takes messages of active agents in open chats only.
 * @returns `null` when it can be written to
 */
export function closedBecause({
  phase,
  stage,
}: Pick<InteractionView, "phase" | "stage">): "ending" | "wrap_up" | "disconnected" | "ended" | null {
  // A customer who has only left may come back, wrap-up or not: then it can be written to again (SPEC END-6).
  if (phase === "wrap_up") return stage === "disconnected" ? "disconnected" : "wrap_up";
  return stage === "open" ? null : stage;
}
