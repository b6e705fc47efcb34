import { z } from "zod";
import { instant } from "../instant.js";
import { networkSchema } from "../network/trunk.js";
import { define, id, nothing } from "./define.js";

/**
 * Keys by which programs read from a center: its reporting API (`/api/v1`, docs/api.md) and its metrics. For administrators. A key
 * is told once, in the answer that makes it; what it may do does not change, but it can be revoked at any time.
 */

/**
 * What a key opens: `metrics` (`GET /metrics`), `figures` (how many came and what became of them), `records` (interactions, with names
 * and numbers of customers), `audit` (who changed what in Set-up).
 */
export const apiScopes = ["metrics", "figures", "records", "audit"] as const;
export type ApiScope = (typeof apiScopes)[number];

export const API_KEYS_MAX = 100;
export const API_KEY_ADDRESSES_MAX = 20;

/** An address or a network whose numbers are in range; the server has the last word. */
export const apiKeyAddressSchema = networkSchema.refine(
  (text) =>
    text.includes(":") ||
    text
      .split(/[./]/)
      .slice(0, 4)
      .every((part) => Number(part) <= 255),
  "must be an IP address or a network",
);

export const apiKeyFormSchema = z.object({
  name: z.string().trim().min(1).max(80),
  /** What it is for, for whoever finds it in the list later. */
  purpose: z.string().trim().max(300),
  scopes: z
    .array(z.enum(apiScopes))
    .min(1)
    .max(apiScopes.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, "each once"),
  /** `null`: until it is revoked. */
  expiresAt: instant.nullable(),
  /** From where it may be used; empty: from everywhere. */
  addresses: z.array(apiKeyAddressSchema).max(API_KEY_ADDRESSES_MAX),
});
export type ApiKeyForm = z.infer<typeof apiKeyFormSchema>;

export const apiKeyStates = ["active", "expired", "revoked"] as const;

export const apiKeyRowSchema = z.object({
  keyId: z.string(),
  /** How the key begins: by this it is recognised where it is used. */
  prefix: z.string(),
  form: apiKeyFormSchema,
  state: z.enum(apiKeyStates),
  createdAt: instant,
  createdBy: z.string(),
  /** To ten minutes; `null`: never. */
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
  revokedBy: z.string().nullable(),
});
export type ApiKeyRow = z.infer<typeof apiKeyRowSchema>;

export const apiKeySetupRequests = {
  /** Those that work, newest first, then those that do not any more; revoked ones for 90 days. */
  setupApiKeys: define("desk.setup.api_keys", nothing, z.object({ keys: z.array(apiKeyRowSchema) })),
  /** `key` is told here and nowhere else. `name_taken`; `api_keys_full`; `invalid_args`: an address, or an expiry that is over. */
  makeApiKey: define(
    "desk.setup.make_api_key",
    z.object({ form: apiKeyFormSchema }),
    z.object({ keyId: z.string(), prefix: z.string(), key: z.string() }),
  ),
  /** It opens nothing any more from the next request on, and there is no way back. `object_not_found`. */
  revokeApiKey: define("desk.setup.revoke_api_key", z.object({ keyId: id }), nothing),
} as const;
