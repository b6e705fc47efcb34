import type { CenterHandle } from "../center/edge.js";
import { MemoryNetworkStore } from "./memory-network-store.js";
import { Network } from "./network.js";
import { sealerWith } from "./sealing.js";

/** The network of a center where nobody has set anything, and nothing is kept: one trunk, and the plan of a new center. */
export function unsetNetwork(handle: CenterHandle): Network {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  return Network.of(
    {
      handle,
      store: new MemoryNetworkStore(),
      sealer: sealerWith(Buffer.alloc(32)),
      settingsTrunk: { host: "127.0.0.1", port: 5070, isGiven: false },
      sipPorts: { sipPort: 5060, sipTlsPort: 5061 },
      log,
    },
    { revision: 0, plan: null, doors: null, trunks: [], accounts: [], unreadable: [] },
  );
}
