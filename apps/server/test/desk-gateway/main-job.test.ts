import { expect, test } from "vitest";
import { inOrder } from "./support/desk.js";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

const accident = {
  phoneNumber: "+46701234567",
  from: null,
  parameters: {
    latitude: "59.3293",
    longitude: "18.0686",
    accuracy: "12",
    policy: "P-1",
    incident: "Rear-end",
  },
  channelMark: "mobile" as const,
};

test("an accident report reaches an agent with position, words and data, and is worked to its end", async () => {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  const maria = await house.startChat("Maria", { data: accident });
  await house.says(maria, "I had an accident");

  const offer = sofia.shown.offers[0];
  expect(offer).toMatchObject({
    status: "reserved",
    customerName: "Maria Miller",
    serviceName: "Auto claims",
    mark: "mobile",
    ringMs: 20_000,
    firstMessage: "I had an accident",
    locations: [{ latitude: 59.3293, longitude: 18.0686, accuracy: 12, address: null }],
    from: null,
    note: null,
  });
  expect(offer?.contact.phones).toEqual([
    { raw: "+46701234567", display: "+46 70 123 45 67", e164: "+46701234567" },
  ]);
  expect(offer?.data[0]).toEqual({ name: "phone_number", value: "+46701234567" });
  const offerId = offer?.offerId ?? "";
  await sofia.done("confirmOffer", { offerId });
  expect(sofia.shown.offers[0]?.status).toBe("ringing");
  expect(sofia.shown.self?.word).toBe("ringing");

  expect(await sofia.done("acceptOffer", { offerId })).toEqual({ interactionId: "Maria" });
  await settle();
  expect(sofia.shown.offers).toEqual([]);
  expect(sofia.heard("changes").flatMap((frame) => frame.changes)).toContainEqual({
    on: "offer.gone",
    offerId,
    interactionId: "Maria",
    cause: "accepted",
    customerName: "Maria Miller",
  });
  expect(sofia.shown.interactions[0]).toMatchObject({ phase: "connected", unread: 1, caseNumber: 10_000 });
  // The desk has it: so it is delivered, without anybody asking.
  expect(sofia.shown.messages).toMatchObject([{ body: { text: "I had an accident" }, state: "delivered" }]);

  await sofia.done("markRead", {
    interactionId: "Maria",
    messageId: sofia.shown.messages[0]?.messageId ?? "",
  });
  expect(sofia.shown.interactions[0]?.unread).toBe(0);
  expect(sofia.shown.messages[0]?.state).toBe("read");

  const { messageId } = await sofia.done("sendMessage", {
    interactionId: "Maria",
    body: { kind: "text", text: "Are you safe?" },
    clientMessageId: "client-message-1",
  });
  await house.command({
    type: "ReportReceipt",
    interactionId: maria.interactionId,
    messageId: messageId as never,
    reader: "customer",
    receipt: "read",
  });
  expect(sofia.shown.messages.at(-1)).toMatchObject({
    messageId,
    clientMessageId: "client-message-1",
    from: { who: "agent", agentId: "sofia", name: "Sofia Lindqvist" },
    state: "read",
  });

  await house.sends(maria, {
    kind: "location",
    latitude: 59.4,
    longitude: 18.1,
    accuracy: null,
    address: "E4",
    url: null,
  });
  expect(sofia.shown.interactions[0]?.locations.at(-1)).toMatchObject({ latitude: 59.4, address: "E4" });

  await sofia.done("endInteraction", { interactionId: "Maria" });
  expect(sofia.shown.interactions[0]?.phase).toBe("ending");
  sofia.say({ frame: "ping" });
  await house.clock.advance(5_000);
  expect(sofia.shown.interactions[0]?.phase).toBe("wrap_up");
  expect(await sofia.refused("completeWrapUp", { interactionId: "Maria" })).toMatchObject({
    code: "no_disposition",
  });
  await sofia.done("setDisposition", { interactionId: "Maria", dispositionId: "opened" });
  await sofia.done("saveNote", { interactionId: "Maria", text: "Tow truck sent." });
  expect(sofia.shown.interactions[0]).toMatchObject({ disposition: "opened", note: "Tow truck sent." });
  await sofia.done("completeWrapUp", { interactionId: "Maria" });
  expect(sofia.shown.interactions).toEqual([]);
  expect(sofia.shown.messages).toEqual([]);

  const { interactions } = await sofia.done("contactHistory", { contactId: maria.contactId });
  expect(interactions).toMatchObject([
    {
      interactionId: "Maria",
      status: "completed",
      dispositionName: "Claim opened",
      agentNames: ["Sofia Lindqvist"],
      notes: [{ name: "Sofia Lindqvist", text: "Tow truck sent." }],
      messageCount: 3,
    },
  ]);
  const transcript = await sofia.done("transcript", { interactionId: "Maria" });
  expect(transcript.messages.map((message) => message.body.kind)).toEqual(["text", "text", "location"]);
  expect(transcript.happenings.map((happening) => happening.what)).toContain("InteractionEnded");
  expect(transcript.contact?.name).toBe("Maria Miller");

  await house.clock.advance(250);
  expect(inOrder(sofia.shown)).toEqual(inOrder(await house.fresh(sofia.identity)));
  expect(house.problems).toEqual([]);
  expect(house.crashes).toEqual([]);
});
