import { asId, type DispositionId } from "@patchbay/core";
import { beforeEach, expect, test } from "vitest";
import { type DoNotCallEntry, followDoNotContact, MemoryNetworkStore } from "../../src/network/index.js";
import { callsIn, deskWithPhone, PretendVoice, takes, withLine } from "../desk-gateway/support/calls.js";
import type { Desk } from "../desk-gateway/support/desk.js";
import { claims, House } from "../desk-gateway/support/house.js";

const enough = asId<DispositionId>("enough");
let house: House;
let sofia: Desk;
let maria: string;
let store: MemoryNetworkStore;
let failing = 0;
const errors: string[] = [];

/** A result of claims means that the customer wants no more calls. */
beforeEach(async () => {
  failing = 0;
  errors.length = 0;
  house = await House.open(new PretendVoice());
  await withLine(house);
  const service = house.runtime.state.configuration.services.get(claims);
  if (service === undefined) throw new Error("no service");
  const dispositions = [...service.dispositions, { id: enough, type: "DO_NOT_CALL" as const }];
  await house.command({ type: "ConfigureService", service: { ...service, dispositions } });
  store = new MemoryNetworkStore();
  followDoNotContact({
    handle: house.handle,
    list: {
      addDoNotCall: (rows: readonly DoNotCallEntry[]) =>
        failing-- > 0 ? Promise.reject(new Error("no tables")) : store.addDoNotCall(rows),
    },
    log: { info: () => {}, warn: () => {}, error: (_facts, text) => void errors.push(text) },
  });
  sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  maria = await callsIn(house, "Maria");
  await takes(house, sofia, maria);
});

async function ends(dispositionId: string): Promise<void> {
  await sofia.done("endInteraction", { interactionId: maria });
  await sofia.done("setDisposition", { interactionId: maria, dispositionId });
  await sofia.done("completeWrapUp", { interactionId: maria });
  await house.clock.advance(0);
}
const listed = () => store.doNotCallList({ search: "", after: null, limit: 10 });

test("the number of whoever wants no more calls goes to the list, with who heard it and why", async () => {
  await ends("enough");
  const { rows } = await listed();
  expect(rows).toMatchObject([{ number: "+46701234567", reason: "enough", addedBy: "sofia" }]);
});

test("any other result leaves the list as it is", async () => {
  await ends("opened");
  expect((await listed()).rows).toEqual([]);
});

test("tables that do not answer are asked again, and it is said when they never do", async () => {
  failing = 2;
  await ends("enough");
  expect((await listed()).rows).toEqual([]);
  await house.pass(5_000);
  expect((await listed()).rows).toHaveLength(1);
});
