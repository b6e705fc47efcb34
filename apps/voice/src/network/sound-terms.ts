import type { SipCodec, Trunk } from "@patchbay/protocol";

/** How one leg's sound may be carried, by what was set for its trunk or its phone. Decision 0201. */
export interface SoundTerms {
  /** In the order in which they are offered; at least one. */
  readonly codecs: readonly SipCodec[];
  /** `off`: keys are not offered, and answered all the same. `required`: no sound in the clear. */
  readonly encryption: Trunk["encryption"];
}

/** Where nothing was set: over TLS nobody else reads the keys, so they are offered (RFC 4568 section 7). */
export function termsBySignalling(codecs: readonly SipCodec[], encrypted: boolean): SoundTerms {
  return { codecs, encryption: encrypted ? "offered" : "off" };
}
