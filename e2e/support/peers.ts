import type { Page } from "playwright-core";
import { expect } from "vitest";
import { eventually } from "./eventually.js";

/** Loads the page anew and keeps its connections, so that what arrives at the agent's ear can be measured. */
export async function keepPeers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const peers: RTCPeerConnection[] = [];
    const Original = RTCPeerConnection;
    Object.assign(globalThis, {
      peers,
      RTCPeerConnection: class extends Original {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          peers.push(this);
        }
      },
    });
  });
  await page.reload();
}

/** Energy that came in by all connections that are open: with two calls in hand there are two. */
export const heardByAgent = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const { peers } = globalThis as unknown as { readonly peers: RTCPeerConnection[] };
    let energy = 0;
    for (const peer of peers.filter(({ connectionState }) => connectionState === "connected")) {
      (await peer.getStats()).forEach((entry: { type?: string; totalAudioEnergy?: number }) => {
        if (entry.type === "inbound-rtp") energy += entry.totalAudioEnergy ?? 0;
      });
    }
    return energy;
  });

/** @param what for whoever has to find out why not. */
export async function hears(page: Page, what = "the agent hears the other side"): Promise<void> {
  const before = await heardByAgent(page);
  await eventually(what, async () => {
    expect(await heardByAgent(page)).toBeGreaterThan(before + 1e-4);
  });
}
