import type { ClientKey } from "@patchbay/core";
import type { ClientKind } from "./client-kind.js";
import type { ApiVersion } from "./wire-events.js";

/** Who calls: one installed app at one entry of the center, and how it likes to be spoken to. */
export interface Customer {
  readonly clientKey: ClientKey;
  /** Names the entry. */
  readonly appId: string;
  readonly kind: ClientKind;
  readonly version: ApiVersion;
}
