import type { DialPlan, NetworkDoors, SipAccount, Trunk } from "@patchbay/protocol";

/** Who changed a row, and when (ms since 1970). */
export interface Changed {
  readonly changedAt: number;
  readonly changedBy: string;
}

export interface StoredTrunk extends Changed {
  readonly trunkId: string;
  readonly trunk: Trunk;
  /** Sealed; `null`: none. */
  readonly password: Buffer | null;
}

export interface StoredAccount extends Changed {
  readonly user: string;
  readonly account: SipAccount;
  /** Sealed HA1 values. */
  readonly password: Buffer;
}

export interface StoredNetwork {
  readonly revision: number;
  /** `null`: what comes with a new center. */
  readonly plan: DialPlan | null;
  readonly doors: NetworkDoors | null;
  /** By id. */
  readonly trunks: readonly StoredTrunk[];
  /** By user. */
  readonly accounts: readonly StoredAccount[];
  /** Rows that this release cannot read, as `network_trunk carrier`; they are as good as not there. */
  readonly unreadable: readonly string[];
}

export type NetworkChange =
  | { readonly kind: "plan"; readonly plan: DialPlan }
  | { readonly kind: "doors"; readonly doors: NetworkDoors }
  /** Without `password` it stays. */
  | {
      readonly kind: "trunk";
      readonly trunkId: string;
      readonly trunk: Trunk;
      readonly password?: Buffer | null;
    }
  | { readonly kind: "trunk_removed"; readonly trunkId: string }
  | {
      readonly kind: "account";
      readonly user: string;
      readonly account: SipAccount;
      /** Absent: as it is; an account that is not there yet must have one. */
      readonly password?: Buffer;
    }
  | { readonly kind: "account_removed"; readonly user: string };

export interface DoNotCallEntry {
  readonly number: string;
  readonly reason: string;
  /** Agent's id. */
  readonly addedBy: string;
  readonly since: number;
}

/**
 * The network's configuration of one center, and the numbers that nobody calls.
 *
 * Contract suite: apps/server/test/network/network-store-contract.ts, run against both adapters.
 */
export interface NetworkStore {
  read(): Promise<StoredNetwork>;
  /**
   * All or nothing.
   * @param seen the revision that the change was made from
   * @returns the new revision; `null` when it is another one by now, and nothing was changed
   */
  change(seen: number, change: NetworkChange, by: Changed): Promise<number | null>;
  /** Exactly this number, as `listedNumber` gives it. */
  doNotCall(number: string): Promise<DoNotCallEntry | undefined>;
  /** By number. */
  doNotCallList(options: {
    readonly search: string;
    readonly after: string | null;
    readonly limit: number;
  }): Promise<{ readonly rows: readonly DoNotCallEntry[]; readonly more: boolean; readonly count: number }>;
  /** Those that are there get the new reason and keep their day. @returns how many were not there before */
  addDoNotCall(rows: readonly DoNotCallEntry[]): Promise<number>;
  /** @returns whether it was there */
  removeDoNotCall(number: string): Promise<boolean>;
}
