import type { Registration, SipAccount } from "@patchbay/protocol";
import { word } from "../../../../words/words.js";
import { whenText } from "../../parts/when.js";
import type { TrunkWords } from "../trunks/trunk-words.js";

/** Whether a desk phone is there, in plain words. */
export function phoneWords(account: SipAccount, registration: Registration | undefined): TrunkWords {
  if (!account.enabled) return { tone: "off", state: word("network.state.off"), detail: null };
  const [first, ...more] = registration?.contacts ?? [];
  if (first === undefined) return { tone: "off", state: word("network.phones.notRegistered"), detail: null };
  return {
    tone: "ready",
    state: word("network.state.registered"),
    detail:
      more.length === 0
        ? word("network.phones.at", { address: first.address, when: whenText(first.since) })
        : word("network.phones.several", { count: more.length + 1 }),
  };
}
