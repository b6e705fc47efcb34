import type { ContactView } from "@patchbay/protocol";
import { create } from "zustand";

/** The customer of the chat that this desk finished last. */
export interface Finished {
  readonly interactionId: string;
  readonly contact: ContactView;
  readonly policy: boolean;
}

export const useFinished = create<{ readonly finished: Finished | null }>(() => ({ finished: null }));

export function showFinished(finished: Finished): void {
  useFinished.setState({ finished });
}

export function hideFinished(): void {
  useFinished.setState({ finished: null });
}
