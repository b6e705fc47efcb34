import type { Profile } from "@patchbay/protocol";
import type { ProfileRow, ProfileStore } from "./profile-store.js";

/** Profiles that are gone with the process: for tests. */
export class MemoryProfiles implements ProfileStore {
  readonly #rows = new Map<string, ProfileRow>();

  add(agentId: string, row: ProfileRow): void {
    this.#rows.set(agentId, row);
  }

  async of(agentId: string): Promise<ProfileRow | undefined> {
    return this.#rows.get(agentId);
  }

  async change(agentId: string, profile: Profile): Promise<void> {
    this.#put(agentId, { profile: structuredClone(profile) });
  }

  async setPhoto(agentId: string, photoFileId: string | null): Promise<void> {
    this.#put(agentId, { photoFileId });
  }

  #put(agentId: string, change: Partial<ProfileRow>): void {
    const row = this.#rows.get(agentId);
    if (row) this.#rows.set(agentId, { ...row, ...change });
  }
}
