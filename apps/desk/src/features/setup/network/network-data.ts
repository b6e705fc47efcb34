import type { DeskOutput } from "@patchbay/protocol";
import { useEffect } from "react";
import { create } from "zustand";
import { ask } from "../../../state/actions.js";
import { useDesk } from "../../../state/store.js";

export type NetworkSetup = DeskOutput<"network">;
export type NetworkStates = DeskOutput<"networkStates">;

interface NetworkData {
  readonly setup: NetworkSetup | null;
  readonly states: NetworkStates | null;
  /** Why it could not be read; `null`: it was, or is being read. */
  readonly failed: string | null;
}

const empty: NetworkData = { setup: null, states: null, failed: null };
export const useNetworkData = create<NetworkData>(() => empty);

/** How old a state may be that somebody looks at, ms. */
const LOOK_EVERY_MS = 2_000;

export async function readNetwork(): Promise<void> {
  const answer = await ask("network", {});
  if (answer.ok) useNetworkData.setState({ setup: answer.output, failed: null });
  else useNetworkData.setState({ failed: answer.error.code });
}

async function readStates(): Promise<void> {
  const answer = await ask("networkStates", {});
  if (answer.ok) useNetworkData.setState({ states: answer.output });
}

/** What is set: read when it is first shown, after the connection was away, and when the window comes back to the front. */
export function useNetwork(): NetworkData {
  useReadNetwork(true);
  return useNetworkData();
}

/** @param wanted false: nobody looks at it */
export function useReadNetwork(wanted: boolean): void {
  const live = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (!live || !wanted) return;
    const read = (): void => void readNetwork();
    read();
    window.addEventListener("focus", read);
    return () => window.removeEventListener("focus", read);
  }, [live, wanted]);
}

/** How it does at this moment, for as long as somebody looks at it. */
export function useNetworkStates(): NetworkStates | null {
  const live = useDesk((state) => state.link.status === "live");
  useEffect(() => {
    if (!live) return;
    const look = (): void => {
      if (document.visibilityState === "visible") void readStates();
    };
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [live]);
  return useNetworkData((state) => state.states);
}

/** After a change: both, so that nobody sees what was true before it. */
export async function readAgain(): Promise<void> {
  await Promise.all([readNetwork(), readStates()]);
}

/** Nothing of one administrator's network is shown to the next. */
export function forgetNetwork(): void {
  useNetworkData.setState(empty);
}
