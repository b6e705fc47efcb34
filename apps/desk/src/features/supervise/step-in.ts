import type { NextPresenceView, RosterView } from "@patchbay/protocol";
import { create } from "zustand";

export type StepIn =
  | { readonly kind: "force"; readonly person: RosterView; readonly presence: NextPresenceView }
  | {
      readonly kind: "take";
      readonly interactionId: string;
      readonly customer: string;
      /** Who has it; `null`: the customer waits. */
      readonly from: { readonly agentId: string; readonly name: string } | null;
    }
  | {
      readonly kind: "give";
      readonly channel: "chat" | "voice";
      readonly interactionId: string;
      readonly customer: string;
      readonly from: { readonly agentId: string; readonly name: string } | null;
      readonly serviceId: string;
    };

/** What a supervisor is about to do, and is asked about once. */
export const useStepIn = create<{ readonly asked: StepIn | null }>(() => ({ asked: null }));
export const askToStepIn = (asked: StepIn | null): void => useStepIn.setState({ asked });
