import type { SavedScreenPop, ScreenPopRecords } from "../center/screen-pop-records.js";
import type { MemoryStore } from "./memory-store.js";

/** What stands beside interactions, in memory. */
export class MemoryScreenPops implements ScreenPopRecords {
  constructor(private readonly store: MemoryStore) {}

  async all(): Promise<SavedScreenPop[]> {
    return [...this.store.screenPops.values()].sort((a, b) => (a.serviceId < b.serviceId ? -1 : 1));
  }

  async ofService(serviceId: string): Promise<SavedScreenPop | undefined> {
    return this.store.screenPops.get(serviceId);
  }

  async put(row: SavedScreenPop): Promise<boolean> {
    if ((this.store.screenPops.get(row.serviceId)?.version ?? 0) !== row.version - 1) return false;
    this.store.screenPops.set(row.serviceId, structuredClone(row));
    return true;
  }
}
