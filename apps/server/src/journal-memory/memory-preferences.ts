import type { PreferenceRecords } from "../center/preference-records.js";
import type { MemoryStore } from "./memory-store.js";

export class MemoryPreferences implements PreferenceRecords {
  constructor(private readonly store: MemoryStore) {}

  async of(agentId: string): Promise<Readonly<Record<string, unknown>>> {
    return this.store.preferences.get(agentId) ?? {};
  }

  async change(
    agentId: string,
    changes: Readonly<Record<string, unknown>>,
  ): Promise<Readonly<Record<string, unknown>>> {
    // Through text and back, as in a table: nothing of the caller's stays connected.
    const next = JSON.parse(JSON.stringify({ ...this.store.preferences.get(agentId), ...changes })) as Record<
      string,
      unknown
    >;
    this.store.preferences.set(agentId, next);
    return next;
  }
}
