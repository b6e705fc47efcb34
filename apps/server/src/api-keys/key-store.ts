import type { ApiKeyForm } from "@patchbay/protocol";

/** A key as it is kept: never itself. */
export interface StoredApiKey {
  readonly keyId: string;
  readonly prefix: string;
  /** SHA-256 of the whole key. */
  readonly hash: Buffer;
  readonly form: ApiKeyForm;
  readonly createdAt: number;
  /** The user's id. */
  readonly createdBy: string;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
}

/** The keys of one center. */
export interface ApiKeyStore {
  all(): Promise<StoredApiKey[]>;
  byPrefix(prefix: string): Promise<StoredApiKey | undefined>;
  add(key: StoredApiKey): Promise<void>;
  /** `false`: there is none that is not revoked already. */
  revoke(keyId: string, at: number, by: string): Promise<boolean>;
  used(keyId: string, at: number): Promise<void>;
}

export class MemoryApiKeys implements ApiKeyStore {
  readonly #keys = new Map<string, StoredApiKey>();

  async all(): Promise<StoredApiKey[]> {
    return [...this.#keys.values()];
  }

  async byPrefix(prefix: string): Promise<StoredApiKey | undefined> {
    return [...this.#keys.values()].find((key) => key.prefix === prefix);
  }

  async add(key: StoredApiKey): Promise<void> {
    this.#keys.set(key.keyId, key);
  }

  async revoke(keyId: string, at: number, by: string): Promise<boolean> {
    const key = this.#keys.get(keyId);
    if (key === undefined || key.revokedAt !== null) return false;
    this.#keys.set(keyId, { ...key, revokedAt: at, revokedBy: by });
    return true;
  }

  async used(keyId: string, at: number): Promise<void> {
    const key = this.#keys.get(keyId);
    if (key !== undefined) this.#keys.set(keyId, { ...key, lastUsedAt: at });
  }
}
