import type { ScreenPopForm } from "@patchbay/protocol";

/** What stands beside a service's interactions, as it was last saved. */
export interface SavedScreenPop {
  readonly serviceId: string;
  /** 1 at first; grows by one with every change. */
  readonly version: number;
  readonly form: ScreenPopForm;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly changedBy: string;
}

/** One row a service. They are no events: nothing in the center depends on them. */
export interface ScreenPopRecords {
  all(): Promise<SavedScreenPop[]>;
  ofService(serviceId: string): Promise<SavedScreenPop | undefined>;
  /** @returns false: it is not of the version before any more; nothing was changed */
  put(row: SavedScreenPop): Promise<boolean>;
}
