import type { InteractionView } from "@patchbay/protocol";

export type ContextTab = "pages" | "accident" | "result" | "history";

/** Which part of an interaction's life a choice of tab belongs to: wrap-up begins afresh. */
export type TabPart = "talk" | "wrap_up";

export interface TabChoice {
  readonly tab: ContextTab;
  readonly part: TabPart;
}

export const partOf = (phase: InteractionView["phase"]): TabPart =>
  phase === "wrap_up" ? "wrap_up" : "talk";

/**
 * The tab that is in front: what the agent chose in this part, else what helps most.
 * @param available the tabs there are, in their order; never empty
 */
export function shownTab(
  available: readonly ContextTab[],
  part: TabPart,
  choice: TabChoice | undefined,
): ContextTab {
  if (choice?.part === part && available.includes(choice.tab)) return choice.tab;
  if (part === "wrap_up" && available.includes("result")) return "result";
  return available.find((tab) => tab !== "result") ?? "history";
}

/** The tab that an arrow key, Home or End leads to; `null` for any other key. */
export function tabAfterKey(
  available: readonly ContextTab[],
  tab: ContextTab,
  key: string,
): ContextTab | null {
  const at = available.indexOf(tab);
  const last = available.length - 1;
  const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at <= 0 ? last : at - 1, Home: 0, End: last }[
    key
  ];
  return to === undefined ? null : (available[to] ?? null);
}
