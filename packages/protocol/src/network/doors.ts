import { z } from "zod";
import { networkSchema } from "./trunk.js";

/** Who may send us SIP besides the trunks. Decision 0136. */
export const networkDoorsSchema = z.object({
  /** `settings`: as SIP_SOURCES says. `any`: everybody. */
  sources: z.union([z.literal("settings"), z.literal("any"), z.array(networkSchema).max(200)]),
  /** Whoever is neither a trunk nor a desk phone may call access numbers. */
  strangers: z.boolean(),
  /**
   * Desk phones are asked for SHA-256 as well as MD5 (RFC 8760). Off by default: many phones in the field give up at a
   * challenge that they do not know, baresip 1.0 among them.
   */
  strongDigest: z.boolean().optional(),
});
export type NetworkDoors = z.infer<typeof networkDoorsSchema>;

export const networkDoorsDefaults: NetworkDoors = { sources: "settings", strangers: true };
