import { beforeEach, describe, expect, test } from "vitest";
import { callsIn, deskWithPhone, numbersIn, ofLeg, PretendVoice, takes, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { inOrder } from "./support/desk.js";
import { contactNamed, House } from "./support/house.js";

let house: House;
let sofia: Desk;
let maria: string;

/** Sofia talks with Maria, who called. */
beforeEach(async () => {
  house = await House.open(new PretendVoice());
  await withLine(house);
  sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  maria = await callsIn(house, "Maria");
  await takes(house, sofia, maria);
});

const callAt = (desk: Desk) => desk.shown.interactions.find((one) => one.interactionId === maria)?.call;
const outsideAt = (desk: Desk) => callAt(desk)?.parties.filter(({ role }) => role === "external");

describe("a number that is called into a call", () => {
  test("is shown by name and number, and no event knows either", async () => {
    await sofia.done("consult", {
      interactionId: maria,
      to: { number: "+1 503 555 0177", name: "Larkfield Towing" },
    });
    expect(outsideAt(sofia)).toMatchObject([
      {
        name: "Larkfield Towing",
        number: { raw: "+15035550177", display: "+1 503 555 0177" },
        circle: "consult",
        state: "dialing",
      },
    ]);
    const [legId] = numbersIn(house, maria);
    expect(legId?.startsWith(`${maria}.x`)).toBe(true);
    const journal = JSON.stringify(house.store.events(0, house.runtime.state.seq));
    expect(journal).not.toContain("5550177");
    expect(journal).not.toContain("Towing");
    expect(await house.handle.records.calledParties(maria)).toEqual([
      { legId, number: "+15035550177", name: "Larkfield Towing" },
    ]);
  });

  test("has its contact's name when nobody gave one, and else its number", async () => {
    const tow = {
      ...contactNamed("Tow", 0),
      firstName: "Tom",
      lastName: "Rescue",
      phones: ["(503) 555-0177"],
    };
    await house.runtime.submit({ command: null, content: [{ table: "contact", row: tow }] });
    await sofia.done("callNumberIn", { interactionId: maria, kind: "invite", number: "+15035550177" });
    await sofia.done("removeParty", { interactionId: maria, legId: numbersIn(house, maria)[0] ?? "" });
    await sofia.done("callNumberIn", { interactionId: maria, kind: "invite", number: "+15035550100" });
    const names = sofia.shown.happenings.flatMap(({ what, facts }) =>
      what === "LegAdded" && facts["role"] === "external" ? [[facts["name"], facts["number"]]] : [],
    );
    expect(names).toEqual([
      ["Tom Rescue", "+15035550177"],
      ["", "+15035550100"],
    ]);
    expect(outsideAt(sofia)).toMatchObject([{ name: "+1 503 555 0100" }]);
  });

  test("is checked as a number that is called out", async () => {
    const asked = (number: string) =>
      sofia.refused("callNumberIn", { interactionId: maria, kind: "invite", number });
    expect(await asked("  ")).toMatchObject({ code: "empty_number" });
    expect(await asked("ask Bob")).toMatchObject({ code: "phone_not_in_dial_plan" });
    const ben = await deskWithPhone(house, "ben");
    expect(
      await ben.refused("consult", { interactionId: maria, to: { number: "+15035550100" } }),
    ).toMatchObject({
      code: "not_your_interaction",
    });
    expect(numbersIn(house, maria)).toEqual([]);
    expect(await house.handle.records.calledParties(maria), "what was refused is not kept").toEqual([]);
  });

  test("that is asked twice under one request is called once", async () => {
    const invite = { interactionId: maria, kind: "invite", number: "+15035550100" } as const;
    await sofia.done("callNumberIn", invite, "one-request");
    await sofia.done("callNumberIn", invite, "one-request");
    expect(numbersIn(house, maria)).toHaveLength(1);
  });

  test("takes the call when it is given away to it, and the history keeps who it was", async () => {
    await sofia.done("callNumberIn", {
      interactionId: maria,
      kind: "transfer",
      number: "+15035550177",
      name: "Larkfield Towing",
    });
    expect(sofia.shown.interactions, "given away at once").toEqual([]);
    const [legId] = numbersIn(house, maria);
    if (legId === undefined) throw new Error("nobody is called");
    await ofLeg(house, maria, legId, { kind: "connected" });
    await house.pass(30_000);
    await ofLeg(house, maria, legId, { kind: "gone", cause: "hung_up" });
    const past = await sofia.done("transcript", { interactionId: maria });
    const told = past.happenings.filter(({ facts }) => facts["legId"] === legId);
    expect(told.map(({ what, facts }) => [what, facts["name"]])).toEqual([
      ["LegAdded", "Larkfield Towing"],
      ["LegChanged", "Larkfield Towing"],
      ["LegRemoved", "Larkfield Towing"],
    ]);
  });

  test("is known again after the server was killed, as if nothing had happened", async () => {
    await sofia.done("callNumberIn", {
      interactionId: maria,
      kind: "invite",
      number: "+15035550177",
      name: "Larkfield Towing",
    });
    const before = outsideAt(sofia);
    await house.killAndRestart();
    const again = await deskWithPhone(house, "sofia");
    expect(outsideAt(again)).toEqual(before);
    const fresh = await house.fresh(again.identity);
    expect(inOrder(again.shown).happenings).toEqual(inOrder(fresh).happenings);
  });

  test("gets the keys of whoever talks with it, and not the customer", async () => {
    const voice = new PretendVoice();
    house = await House.open(voice);
    await withLine(house);
    sofia = await deskWithPhone(house, "sofia");
    await sofia.done("setPresence", { presence: { kind: "ready" } });
    await callsIn(house, "Maria");
    await takes(house, sofia, maria);
    await sofia.done("consult", { interactionId: maria, to: { number: "+15035550100" } });
    const [legId] = numbersIn(house, maria);
    if (legId === undefined) throw new Error("nobody is called");
    expect(await sofia.refused("sendKeys", { interactionId: maria, keys: "1" })).toMatchObject({
      code: "not_suitable_state",
    });
    await ofLeg(house, maria, legId, { kind: "ringing" });
    await sofia.done("sendKeys", { interactionId: maria, keys: "0" });
    await ofLeg(house, maria, legId, { kind: "connected" });
    await sofia.done("sendKeys", { interactionId: maria, keys: "1" });
    await sofia.done("switchCircle", { interactionId: maria, circle: "main" });
    await sofia.done("sendKeys", { interactionId: maria, keys: "2" });
    expect(voice.keys).toEqual([
      { legId, keys: "0" },
      { legId, keys: "1" },
      { legId: `${maria}.l1`, keys: "2" },
    ]);
  });
});
