import type { ContactView } from "@patchbay/protocol";
import type { TFunction } from "i18next";
import { create } from "zustand";
import type { LeftChat } from "../../state/left.js";

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

/** What became of it, in one sentence: finished, given away, left, or out of time. */
export function finishedText(
  t: TFunction,
  left: Pick<LeftChat, "departure" | "withoutResult" | "channel"> | undefined,
): string {
  const departure = left?.departure ?? null;
  const words = `context.finished.${left?.channel === "voice" ? "voice" : "chat"}`;
  if (departure === null) return t(`${words}.gone`);
  if (left?.withoutResult === true) return t(`${words}.withoutResult`);
  if (departure.how === "transferred" && departure.to !== null)
    return t(`${words}.transferredTo`, { name: departure.to.name });
  return t(`${words}.${departure.how}`);
}
