/**
 * The network's part of the room Set-up over real sockets: every request, by every role of two centers. Whoever is no
 * administrator gets nothing; what one center has set is nowhere in the other; no password comes out again.
 */
import {
  type DeskOutput,
  deskRequests,
  dialPlanDefaults,
  networkDoorsDefaults,
  networkSetupRequests,
  trunkDefaults,
} from "@patchbay/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { desksOfAll } from "./support/desks-of-all.js";
import { CENTERS, type CenterName, otherThan } from "./support/two-centers.js";

type NetworkKey = keyof typeof networkSetupRequests;

const { world, deskOf } = await desksOfAll();

const colleagueOf = (center: CenterName): string => world.of.get(center)?.colleagueId ?? "";
const secretOf = (center: CenterName): string => `secret-password-of-${center}`;
const read = async (center: CenterName) => {
  const result = await deskOf(center, "administrator").ask(deskRequests.network.name, {});
  return result.output as DeskOutput<"network">;
};

/** Each request as that center's administrator would send it. The types see to it that none is missing. */
const asks = (center: CenterName, revision: number, trunkId: string | null): Record<NetworkKey, unknown> => ({
  network: {},
  networkStates: {},
  saveTrunk: {
    revision,
    trunkId,
    trunk: { ...trunkDefaults, name: `Carrier of ${center}`, host: "192.0.2.1", user: "u" },
    password: secretOf(center),
  },
  removeTrunk: { revision, trunkId: trunkId ?? "x" },
  saveAccount: {
    revision,
    user: `phone-of-${center}`,
    isNew: true,
    account: { agentId: colleagueOf(center), enabled: true, entryId: null, note: `desk of ${center}` },
    password: secretOf(center),
  },
  removeAccount: { revision, user: `phone-of-${center}` },
  saveDialPlan: { revision, plan: dialPlanDefaults },
  saveNetworkDoors: { revision, doors: networkDoorsDefaults },
  unbanSource: { address: "192.0.2.1" },
  tryNumber: { number: "+15035550142", entryId: null, agentId: null },
  doNotCall: { search: "", after: null, limit: 10 },
  addDoNotCall: { number: "+15035550142", reason: `reason of ${center}` },
  removeDoNotCall: { number: "+15035550142" },
  importDoNotCall: { text: "+15035550142,mine" },
});
const keys = Object.keys(networkSetupRequests) as NetworkKey[];

const trunkIds = new Map<CenterName, string>();
beforeAll(async () => {
  for (const center of CENTERS) {
    const admin = deskOf(center, "administrator");
    for (const key of ["saveTrunk", "saveAccount", "addDoNotCall"] as const) {
      const { revision } = await read(center);
      const result = await admin.ask(deskRequests[key].name, asks(center, revision, null)[key]);
      expect(result.ok, result.text).toBe(true);
      if (key === "saveTrunk") trunkIds.set(center, (result.output as DeskOutput<"saveTrunk">).trunkId);
    }
  }
});

describe.each(CENTERS)("at %s", (center) => {
  const other = otherThan(center);
  const ofOther = new RegExp(`of ${other}|of-${other}|${trunkIds.get(other) ?? "no-such-id"}`);

  test.each(keys)("%s is for administrators", async (key) => {
    const before = await read(center);
    for (const role of ["agent", "supervisor"]) {
      const aimed = asks(center, before.revision, trunkIds.get(center) ?? null)[key];
      const result = await deskOf(center, role).ask(deskRequests[key].name, aimed);
      expect(result.error?.code, role).toBe("not_enough_privileges");
      expect(result.text).not.toContain(`of ${center}`);
    }
    expect(await read(center)).toEqual(before);
  });

  test("reading tells what is set here, no password, and nothing of the other center", async () => {
    const admin = deskOf(center, "administrator");
    for (const key of ["network", "networkStates", "doNotCall", "tryNumber"] as const) {
      const result = await admin.ask(deskRequests[key].name, asks(center, 0, null)[key]);
      expect(result.ok, result.text).toBe(true);
      expect(result.text).not.toMatch(ofOther);
    }
    const { trunks, accounts } = await read(center);
    expect(trunks.map(({ trunk, hasPassword }) => [trunk.name, hasPassword])).toEqual([
      ["Test phone", false],
      [`Carrier of ${center}`, true],
    ]);
    expect(accounts.map(({ user }) => user)).toEqual([`phone-of-${center}`]);
    expect(deskOf(center, "administrator").frames.join("\n")).not.toContain(secretOf(center));
  });

  test("nothing of the other center is changed by its ids", async () => {
    const admin = deskOf(center, "administrator");
    const before = await read(other);
    const { revision } = await read(center);
    const trunkId = trunkIds.get(other) ?? "";
    const saved = await admin.ask(deskRequests.saveTrunk.name, asks(other, revision, trunkId).saveTrunk);
    expect(saved.error?.code).toBe("object_not_found");
    await admin.ask(deskRequests.removeTrunk.name, { revision, trunkId });
    await admin.ask(deskRequests.removeAccount.name, { revision, user: `phone-of-${other}` });
    const given = await admin.ask(deskRequests.saveAccount.name, asks(other, revision, null).saveAccount);
    expect(given.error?.code, "nobody of the other center gets a phone here").toBe("object_not_found");
    expect(await read(other)).toEqual(before);
  });

  test("a change from an older revision is refused, and says so", async () => {
    const { revision } = await read(center);
    const stale = asks(center, revision - 1, null).saveNetworkDoors;
    const result = await deskOf(center, "administrator").ask(deskRequests.saveNetworkDoors.name, stale);
    expect(result.error?.code).toBe("version_conflict");
  });
});
