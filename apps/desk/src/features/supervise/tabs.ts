import type { Privilege } from "@patchbay/protocol";
import type { ComponentType } from "react";
import { later } from "../../parts/later.js";
import { LiveTab } from "./LiveTab.js";

const TodayTab = later(async () => (await import("../figures/TodayTab.js")).TodayTab);

export const superviseTabIds = ["live", "today"] as const;
export type SuperviseTabId = (typeof superviseTabIds)[number];

interface SuperviseTab {
  readonly id: SuperviseTabId;
  /** Path of its name in the words. */
  readonly words: string;
  /** Who may not do this does not see it; absent: everybody in the room does. */
  readonly privilege?: Privilege;
  /** Fills the room below the strip and scrolls with it. All but the first are fetched when opened (`parts/later.tsx`). */
  readonly Tab: ComponentType;
}

/**
 * The tabs of the supervisors' room, in the order of the strip. A further one is an id above, a line here, and its words, which
 * belong to `words/en/supervise-parts.ts`.
 */
export const superviseTabs: readonly SuperviseTab[] = [
  { id: "live", words: "supervise.tabs.live", Tab: LiveTab },
  { id: "today", words: "supervise.tabs.today", privilege: "see_figures", Tab: TodayTab },
];
