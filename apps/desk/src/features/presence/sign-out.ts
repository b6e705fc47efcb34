import type { Day } from "@patchbay/protocol";
import { create } from "zustand";

/** Signing out, while it asks; and the day of whoever signed out last at this page. */
export const useSigningOut = create<{ readonly isAsking: boolean; readonly day: Day | null }>(() => ({
  isAsking: false,
  day: null,
}));
