import { create } from "zustand";
import type { SuperviseTabId } from "./tabs.js";

/** The tab stays as it was left while the supervisor works elsewhere. */
export const useSuperviseTab = create<{ readonly tab: SuperviseTabId }>(() => ({ tab: "live" }));
