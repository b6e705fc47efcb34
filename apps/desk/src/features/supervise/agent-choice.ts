import { create } from "zustand";
import type { AgentChoice } from "./agent-list.js";

/** Whom the supervisor looks at stays so while the supervisor works elsewhere. */
export const useAgentChoice = create<AgentChoice>(() => ({
  sought: "",
  group: null,
  teamId: null,
  sort: "name",
  descending: false,
}));
