import type { LegDial } from "@patchbay/protocol";
import { formatNameAddress, sipUri } from "@patchbay/sip";

/**
 * Diversion (RFC 5806 section 4) of a call that was for somebody else at first. It is counted as its first one: a call goes
 * on once, and calls that come in from the network never do.
 */
export function diversionHeader(
  { from, reason }: NonNullable<LegDial["diversion"]>,
  host: string,
): readonly [string, string] {
  const params = new Map([
    ["reason", reason],
    ["counter", "1"],
  ]);
  return ["diversion", formatNameAddress({ uri: sipUri({ user: from, host }), params })];
}
