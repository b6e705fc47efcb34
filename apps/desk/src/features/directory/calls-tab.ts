import { create } from "zustand";

export const CALLS_TABS = ["directory", "recent", "voicemail", "followUps", "favourites"] as const;
export type CallsTab = (typeof CALLS_TABS)[number];

/** The tab stays as it was left while the agent works elsewhere. */
export const useCallsTab = create<{ readonly tab: CallsTab }>(() => ({ tab: "directory" }));

// A reminder leads to the list of all that are due.
window.addEventListener("patchbay:calls-tab", (event) => {
  const tab = CALLS_TABS.find((one) => one === (event as CustomEvent<unknown>).detail);
  if (tab !== undefined) useCallsTab.setState({ tab });
});
