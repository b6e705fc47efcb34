import type { Profile } from "@patchbay/protocol";

/** What a user says of themselves, with what only others set. */
export interface ProfileRow {
  readonly profile: Profile;
  readonly username: string;
  readonly extension: string | null;
  readonly photoFileId: string | null;
}

/**
 * Names, photos and words of a center's users. Content: no event knows of them.
 *
 * Contract suite: apps/server/test/account/profile-store-contract.ts, run against both adapters.
 */
export interface ProfileStore {
  of(agentId: string): Promise<ProfileRow | undefined>;
  /** Does nothing when there is no such user. */
  change(agentId: string, profile: Profile): Promise<void>;
  /** @param fileId `null`: none any more. */
  setPhoto(agentId: string, fileId: string | null): Promise<void>;
}
