import { asId, type ContactId } from "@patchbay/core";
import type { DeskOutput } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { KeysWhenAnswered } from "../../src/voice/index.js";
import { deskWithPhone, line, PretendVoice, reports, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { chat, contactNamed, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

async function houseWithLine(voice = new PretendVoice()): Promise<House> {
  const house = await House.open(voice);
  await withLine(house);
  return house;
}

/** A call of a customer that waits for claims. */
async function callsIn(house: House, name: string): Promise<void> {
  const contact = contactNamed(name, house.clock.now());
  const interactionId = chat(`call-${name}`);
  await house.command(
    {
      type: "ArriveCall",
      interactionId,
      entryId: line,
      contactId: asId<ContactId>(contact.contactId),
      clientKey: asId(`phone-of-${name}`),
    },
    [
      { table: "contact", row: contact },
      {
        table: "interaction_data",
        interactionId,
        data: { phoneNumber: "+46701234567", from: null, parameters: {}, channelMark: "web" },
      },
    ],
  );
}

const accept = async (desk: Desk): Promise<void> => {
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
  await settle();
};
const recent = async (desk: Desk): Promise<DeskOutput<"recent">> => desk.done("recent", {});

test("contacts are found by name and number, and a short text finds none", async () => {
  const house = await houseWithLine();
  const sofia = await house.desk("sofia");
  await callsIn(house, "Maria");
  const names = async (text: string) =>
    (await sofia.done("searchContacts", { text })).contacts.map(({ name }) => name);
  expect(await names("mil mar")).toEqual(["Maria Miller"]);
  expect(await names("+46 70")).toEqual(["Maria Miller"]);
  expect(await names("m")).toEqual([]);
});

test("a number is told with whom it belongs to: a contact, or the colleague of an extension", async () => {
  const house = await houseWithLine();
  const sofia = await house.desk("sofia");
  await callsIn(house, "Maria");
  expect(await sofia.done("describeNumber", { number: "0046 70 123 45 67,,5" })).toMatchObject({
    display: "+46 70 123 45 67",
    keys: ",,5",
    country: "SE",
    agentId: null,
    contacts: [{ contactId: "contact-Maria", name: "Maria Miller" }],
  });
  expect(await sofia.done("describeNumber", { number: "1002" })).toMatchObject({
    agentId: "ben",
    contacts: [],
  });
  expect(await sofia.done("describeNumber", { number: "+1 900 555 0142", entryId: line })).toMatchObject({
    refusal: { code: "blocked_by_restriction", facts: { restriction: "Everybody" } },
  });
});

test("favourites are kept for each agent, and a page that is behind is told so", async () => {
  const house = await houseWithLine();
  const sofia = await house.desk("sofia");
  const ben = await house.desk("ben");
  const favourites = [
    { favouriteId: "f1", name: "", folder: "", target: { agentId: "ben" } },
    { favouriteId: "f2", name: "Glass shop", folder: "Workshops", target: { number: "+15035550100" } },
  ];
  expect(await sofia.done("saveFavourites", { version: 0, favourites })).toEqual({ version: 1 });
  expect(await sofia.refused("saveFavourites", { version: 0, favourites: [] })).toMatchObject({
    code: "not_suitable_state",
    facts: { version: 1 },
  });
  expect(await sofia.done("favourites", {})).toEqual({ version: 1, favourites });
  expect(await ben.done("favourites", {})).toEqual({ version: 0, favourites: [] });
  const [first] = favourites;
  if (first === undefined) throw new Error("there is one");
  const tooMany = Array.from({ length: 201 }, (_, i) => ({ ...first, favouriteId: `f${i}` }));
  expect((await sofia.refused("saveFavourites", { version: 1, favourites: tooMany })).code).toBe(
    "invalid_args",
  );
});

test("a call that nobody answered in time is missed until somebody takes it, and Recent tells who", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  await callsIn(house, "Maria");
  await reports(house, "call-Maria", 1, { kind: "connected" });
  await sofia.done("confirmOffer", { offerId: sofia.shown.offers[0]?.offerId ?? "" });
  await house.pass(21_000);
  expect(await recent(sofia)).toMatchObject({
    missed: 1,
    entries: [
      {
        kind: "missed",
        cause: "no_answer",
        open: true,
        contact: { name: "Maria Miller" },
        number: { display: "+46 70 123 45 67" },
        serviceName: "Auto claims",
        durationMs: null,
      },
    ],
  });
  const ben = await deskWithPhone(house, "ben");
  await ben.done("setPresence", { presence: { kind: "ready" } });
  await accept(ben);
  await reports(house, "call-Maria", 2, { kind: "connected" });
  expect(await recent(sofia)).toMatchObject({ missed: 0, entries: [{ open: false, takenBy: "ben" }] });
  await house.pass(30_000);
  await reports(house, "call-Maria", 1, { kind: "gone", cause: "hung_up" });
  expect((await recent(ben)).entries).toMatchObject([{ kind: "received", durationMs: 30_000 }]);
});

test("a caller who gives up while it rings is missed, and calling back returns it", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  await sofia.done("setPresence", { presence: { kind: "ready" } });
  await callsIn(house, "Maria");
  await sofia.done("confirmOffer", { offerId: sofia.shown.offers[0]?.offerId ?? "" });
  await reports(house, "call-Maria", 1, { kind: "gone", cause: "hung_up" });
  expect(await recent(sofia)).toMatchObject({ missed: 1, entries: [{ cause: "caller_left", open: true }] });
  await sofia.done("placeCall", { entryId: line, number: "+46 70 123 45 67" });
  expect(await recent(sofia)).toMatchObject({
    missed: 0,
    entries: [{ kind: "made", live: true }, { open: false }],
  });
});

test("the lists go on where they were after the server was killed", async () => {
  const house = await houseWithLine();
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  await accept(sofia);
  await house.killAndRestart();
  sofia.hub = house.hub;
  sofia.connect();
  await settle();
  expect((await recent(sofia)).entries).toMatchObject([{ kind: "chat", contact: { name: "Maria Miller" } }]);
});

test("[INT-1] [INT-2] a colleague is called: each sees the other by name, a no says why, and missed is missed", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  const ben = await deskWithPhone(house, "ben");
  await ben.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
  const { interactionId } = await sofia.done("placeCall", { agentId: "ben" });
  await reports(house, interactionId, 1, { kind: "connected" });
  expect(sofia.shown.interactions).toMatchObject([
    {
      contact: { name: "Ben Ortega", phones: [{ display: "1002" }] },
      serviceName: "Internal call",
      call: { direction: "internal" },
    },
  ]);
  expect(ben.shown.offers).toMatchObject([
    { kind: "call", customerName: "Sofia Lindqvist", contact: { phones: [{ display: "1001" }] } },
  ]);
  await ben.done("confirmOffer", { offerId: ben.shown.offers[0]?.offerId ?? "" });
  await ben.done("rejectOffer", { offerId: ben.shown.offers[0]?.offerId ?? "" });
  await settle();
  const gone = sofia
    .heard("changes")
    .flatMap(({ changes }) => changes)
    .find((change) => change.on === "interaction.gone");
  expect(gone).toMatchObject({ unreached: "declined" });
  expect(ben.shown.self?.presence).toEqual({ kind: "not_ready", reason: "lunch" });
  expect((await recent(ben)).entries).toMatchObject([
    { kind: "missed", cause: "rejected", open: false, agentId: "sofia", contact: null, number: null },
  ]);
  expect((await recent(sofia)).entries).toMatchObject([{ kind: "made", agentId: "ben", durationMs: null }]);

  const second = await sofia.done("placeCall", { agentId: "ben" });
  await reports(house, second.interactionId, 1, { kind: "connected" });
  await accept(ben);
  await reports(house, second.interactionId, 2, { kind: "connected" });
  expect(ben.shown.interactions).toMatchObject([{ contact: { name: "Sofia Lindqvist" } }]);
  await house.pass(5_000);
  await ben.done("endInteraction", { interactionId: second.interactionId });
  await settle();
  expect((await recent(ben)).entries[0]).toMatchObject({
    kind: "received",
    agentId: "sofia",
    durationMs: 5_000,
  });
  expect(sofia.shown.interactions).toEqual([]);
  expect(house.problems).toEqual([]);
});

test("who cannot be called is refused with the reason", async () => {
  const house = await houseWithLine();
  const sofia = await deskWithPhone(house, "sofia");
  await house.desk("ben");
  const refused = async (agentId: string) => (await sofia.refused("placeCall", { agentId })).code;
  expect(await refused("sofia")).toBe("self_call");
  expect(await refused("ines")).toBe("destination_user_not_logged");
  expect(await refused("ben"), "his phone was never tried").toBe("destination_not_available");
  expect(await refused("nobody")).toBe("object_not_found");
  const typed = await sofia.refused("placeCall", { entryId: line, number: "1003" });
  expect(typed.code, "an extension that was typed").toBe("destination_user_not_logged");
  expect((await sofia.refused("placeCall", { entryId: line, number: " " })).code).toBe("empty_number");
  expect((await sofia.refused("placeCall", { entryId: line, number: "8000,x" })).code).toBe(
    "phone_not_in_dial_plan",
  );
});

test("keys behind a comma go into the line when it is answered, once, and only their number is noted", async () => {
  const voice = new PretendVoice();
  const house = await houseWithLine(voice);
  new KeysWhenAnswered(house.handle, voice, { warn: () => {} }).start();
  const sofia = await deskWithPhone(house, "sofia");
  const { interactionId } = await sofia.done("placeCall", { entryId: line, number: "+18005552222,,,5,,245" });
  expect(sofia.shown.interactions[0]?.call?.number?.raw).toBe("+18005552222");
  await reports(house, interactionId, 2, { kind: "connected" });
  await reports(house, interactionId, 1, { kind: "ringing" });
  expect(voice.keys).toEqual([]);
  await reports(house, interactionId, 1, { kind: "connected" });
  await settle();
  expect(voice.keys).toEqual([{ legId: `${interactionId}.l1`, keys: ",,,5,,245" }]);
  await reports(house, interactionId, 1, { kind: "lost" });
  await reports(house, interactionId, 1, { kind: "connected" });
  await settle();
  expect(voice.keys).toHaveLength(1);
  const sent = sofia.shown.happenings.filter(({ what }) => what === "KeysSent");
  expect(sent).toMatchObject([{ facts: { count: 4, agentId: "sofia" } }]);
  expect(JSON.stringify(house.store.journal)).not.toContain("245");
});
