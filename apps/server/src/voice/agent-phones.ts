import type { Phone } from "@patchbay/core";
import type { NetworkStates } from "../center/voice-door.js";
import type { Network } from "../network/index.js";

/** Whether a phone that is no browser works, as the network says: no desk can know. `null`: the desk must find out. */
export function phoneSeen(
  agentId: string,
  device: Phone["device"],
  network: Pick<Network, "accountOf">,
  states: Pick<NetworkStates, "isRegistered">,
): Phone | null {
  if (device === "external") return { device, health: "ok" };
  if (device !== "sip") return null;
  const account = network.accountOf(agentId);
  const isThere = account !== undefined && states.isRegistered(account);
  return { device, health: isThere ? "ok" : "not_registered" };
}
