import { asId } from "@patchbay/core";
import { beforeEach, describe, expect, test } from "vitest";
import { callsIn, connects, deskWithPhone, PretendVoice, takes, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { agent, chat, House } from "./support/house.js";

let house: House;
let sofia: Desk;
let ben: Desk;

beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  sofia = await deskWithPhone(house, "sofia");
  ben = await deskWithPhone(house, "ben");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
});

const callAt = (desk: Desk, interactionId: string) =>
  desk.shown.interactions.find((one) => one.interactionId === interactionId);

describe("a colleague who is asked about a call", () => {
  let maria: string;
  beforeEach(async () => {
    maria = await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await house.runtime.submit({
      command: null,
      content: [
        {
          table: "interaction_data",
          interactionId: maria,
          data: {
            phoneNumber: "+46701234567",
            from: null,
            parameters: { policy: "LK-204871" },
            channelMark: "web",
          },
        },
      ],
    });
    await sofia.done("saveNote", { interactionId: maria, text: "Two cars, nobody hurt." });
    await house.pass(60_000);
  });

  test("knows the matter before answering, and after it", async () => {
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" }, note: "Is towing covered?" });
    const [offer] = ben.shown.offers;
    const matter = {
      contact: { name: "Maria Miller" },
      serviceName: "Auto claims",
      data: [
        { name: "phone_number", value: "+46701234567" },
        { name: "policy", value: "LK-204871" },
      ],
      teamNotes: [{ agentId: "sofia", name: "Sofia Lindqvist", text: "Two cars, nobody hurt." }],
    };
    expect(offer).toMatchObject({
      ...matter,
      kind: "consult",
      customerName: "Maria Miller",
      from: { agentId: "sofia", name: "Sofia Lindqvist" },
      note: "Is towing covered?",
      waitingSince: house.clock.now(),
      ringMs: 20_000,
    });
    await takes(house, ben, maria);
    expect(callAt(ben, maria)).toMatchObject({
      ...matter,
      phase: "connected",
      note: "",
      transferNote: { by: "sofia", text: "Is towing covered?" },
      call: { consultation: { by: "sofia", own: false, reached: true }, own: { circle: "consult" } },
    });
    expect(ben.shown.happenings.map(({ what }) => what)).toContain("CallArrived");
  });

  test("sees no question of an earlier consultation", async () => {
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" }, note: "Is towing covered?" });
    await sofia.done("endConsultation", { interactionId: maria });
    expect(ben.shown.offers).toEqual([]);
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" } });
    expect(ben.shown.offers).toMatchObject([{ note: null }]);
  });

  test("loses it when no longer needed, and is told why", async () => {
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" } });
    await takes(house, ben, maria);
    await sofia.done("endConsultation", { interactionId: maria });
    expect(callAt(ben, maria)).toBeUndefined();
    const gone = ben
      .heard("changes")
      .flatMap(({ changes }) =>
        changes.flatMap((change) => (change.on === "interaction.gone" ? [change.departure] : [])),
      );
    expect(gone).toEqual([{ how: "consultation_ended", to: null }]);
    expect(ben.shown.self?.word).toBe("not_ready");
    expect(callAt(sofia, maria)?.call).toMatchObject({ consultation: null, heldSince: expect.any(Number) });
  });

  test("has the call as if it had always been there, once it is handed over", async () => {
    await sofia.done("consult", { interactionId: maria, to: { agentId: "ben" }, note: "Yours?" });
    await takes(house, ben, maria);
    await sofia.done("completeTransfer", { interactionId: maria });
    expect(callAt(sofia, maria)).toBeUndefined();
    expect(callAt(ben, maria)).toMatchObject({
      call: { host: true, consultation: null, own: { circle: "main" } },
      transferNote: { text: "Yours?" },
    });
  });
});

describe("a call among colleagues", () => {
  beforeEach(async () => {
    await house.command({
      type: "PlaceInternalCall",
      interactionId: chat("among-us"),
      agentId: agent("sofia"),
      to: agent("ben"),
      contactId: asId("internal-1"),
      clientKey: asId("internal-1"),
    });
  });

  test("shows each of the two the other, by name and extension", async () => {
    expect(ben.shown.offers).toMatchObject([
      {
        kind: "call",
        customerName: "Sofia Lindqvist",
        contact: { name: "Sofia Lindqvist", phones: [{ display: "1001" }] },
        from: { agentId: "sofia" },
        serviceName: "Internal call",
        ringMs: 30_000,
      },
    ]);
    expect(callAt(sofia, "among-us")).toMatchObject({
      contact: { name: "Ben Ortega", phones: [{ display: "1002" }] },
      caseNumber: 0,
      call: { direction: "internal", customer: null, number: null },
    });
    await connects(house, sofia, "among-us");
    await takes(house, ben, "among-us");
    expect(callAt(sofia, "among-us")?.contact.name).toBe("Ben Ortega");
    expect(callAt(ben, "among-us")?.contact.name).toBe("Sofia Lindqvist");
  });

  test("that is not taken says whose it was", async () => {
    await sofia.done("endInteraction", { interactionId: "among-us" });
    const gone = ben
      .heard("changes")
      .flatMap(({ changes }) =>
        changes.flatMap((change) => (change.on === "offer.gone" ? [change.customerName] : [])),
      );
    expect(gone).toEqual(["Sofia Lindqvist"]);
  });
});
