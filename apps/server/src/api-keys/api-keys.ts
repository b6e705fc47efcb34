import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { API_KEYS_MAX, type ApiKeyForm } from "@patchbay/protocol";
import type { Clock, Ids } from "../center/clock.js";
import type { ApiKeyStore, StoredApiKey } from "./key-store.js";
import { addressesAdmit, areNetworks } from "./networks.js";

/** `pbk_`, by what it is found, and 256 random bits. */
const KEY_FORM = /^(pbk_[a-z0-9]{8})_[A-Za-z0-9_-]{43}$/;
/** Use is written down at most this often: a scrape every few seconds is no write. */
const TOUCH_EVERY_MS = 10 * 60_000;
/** So long a revoked one is still told of. */
const REVOKED_SHOWN_MS = 90 * 86_400_000;

export type MakeFault =
  | { readonly code: "name_taken" }
  | { readonly code: "api_keys_full" }
  | { readonly code: "invalid_args"; readonly path: string };

/** Why a key does not open what it was shown for. */
export type KeyFault = "key_not_accepted" | "key_not_from_here" | "key_lacks_scope";

/** The keys of one center: made once, kept as their SHA-256 (a random key needs no slow hash), asked for at every request. */
export class ApiKeys {
  constructor(
    private readonly store: ApiKeyStore,
    private readonly clock: Pick<Clock, "now">,
    private readonly ids: Ids,
  ) {}

  /** Newest first, those that open something before those that do not any more. */
  async list(): Promise<StoredApiKey[]> {
    const now = this.clock.now();
    const shown = (await this.store.all()).filter(
      ({ revokedAt }) => revokedAt === null || revokedAt > now - REVOKED_SHOWN_MS,
    );
    const rank = (key: StoredApiKey): number => ["active", "expired", "revoked"].indexOf(stateOf(key, now));
    return shown.sort((a, b) => rank(a) - rank(b) || b.createdAt - a.createdAt);
  }

  /** @returns the key itself, this once */
  async make(
    form: ApiKeyForm,
    by: string,
  ): Promise<{ readonly keyId: string; readonly prefix: string; readonly key: string } | MakeFault> {
    const now = this.clock.now();
    if (form.expiresAt !== null && form.expiresAt <= now)
      return { code: "invalid_args", path: "form.expiresAt" };
    if (!areNetworks(form.addresses)) return { code: "invalid_args", path: "form.addresses" };
    const there = (await this.store.all()).filter(({ revokedAt }) => revokedAt === null);
    const sameName = (name: string): boolean => name.toLowerCase() === form.name.toLowerCase();
    if (there.some((key) => sameName(key.form.name))) return { code: "name_taken" };
    if (there.length >= API_KEYS_MAX) return { code: "api_keys_full" };
    const prefix = `pbk_${randomBytes(5).readUIntBE(0, 5).toString(36).padStart(8, "0").slice(-8)}`;
    const key = `${prefix}_${randomBytes(32).toString("base64url")}`;
    const keyId = this.ids.next();
    await this.store.add({
      keyId,
      prefix,
      hash: hashOf(key),
      form,
      createdAt: now,
      createdBy: by,
      lastUsedAt: null,
      revokedAt: null,
      revokedBy: null,
    });
    return { keyId, prefix, key };
  }

  /** `false`: there is none that is not revoked already. */
  revoke(keyId: string, by: string): Promise<boolean> {
    return this.store.revoke(keyId, this.clock.now(), by);
  }

  /**
   * The key that this text is, if it opens `scope` from this address now. Whoever does not have a key learns nothing of
   * which there are: unknown, revoked and expired are one answer.
   */
  async admit(text: string, scope: string, address: string): Promise<StoredApiKey | KeyFault> {
    const prefix = KEY_FORM.exec(text)?.[1];
    const key = prefix === undefined ? undefined : await this.store.byPrefix(prefix);
    const now = this.clock.now();
    const isIt = timingSafeEqual(hashOf(text), key?.hash ?? NO_HASH);
    if (key === undefined || !isIt || stateOf(key, now) !== "active") return "key_not_accepted";
    if (!addressesAdmit(key.form.addresses, address)) return "key_not_from_here";
    if (scope !== "any" && !(key.form.scopes as readonly string[]).includes(scope)) return "key_lacks_scope";
    if (key.lastUsedAt === null || now - key.lastUsedAt >= TOUCH_EVERY_MS)
      await this.store.used(key.keyId, now);
    return key;
  }
}

export function stateOf(
  { revokedAt, form }: Pick<StoredApiKey, "revokedAt" | "form">,
  now: number,
): "active" | "expired" | "revoked" {
  if (revokedAt !== null) return "revoked";
  return form.expiresAt !== null && form.expiresAt <= now ? "expired" : "active";
}

const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();
const NO_HASH = Buffer.alloc(32);
