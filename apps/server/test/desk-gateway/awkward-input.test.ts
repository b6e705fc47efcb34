import { loginRequestSchema } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { Connection } from "../../src/desk-gateway/hub/connection.js";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

const text = (words: string, clientMessageId = "client-1234") => ({
  interactionId: "Maria",
  body: { kind: "text" as const, text: words },
  clientMessageId,
});

async function conversation() {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  const offerId = sofia.shown.offers[0]?.offerId ?? "";
  await sofia.done("acceptOffer", { offerId });
  await settle();
  return { house, sofia };
}

test("what an agent types is stored without the signs that a database refuses", async () => {
  const { house, sofia } = await conversation();
  await sofia.done("sendMessage", text("a\0b\ud800c", "client-\0\ud8001"));
  expect([...house.store.messages.values()].at(-1)).toMatchObject({
    clientMessageId: "client-\ufffd1",
    body: { text: "ab\ufffdc" },
  });
  await sofia.done("saveDraft", { interactionId: "Maria", text: "dra\0ft", version: 1 });
  expect(sofia.shown.interactions[0]?.draft.text).toBe("draft");
  await sofia.done("saveNote", { interactionId: "Maria", text: "no\0te" });
  expect(sofia.shown.interactions[0]?.note).toBe("note");
  await sofia.done("transfer", { interactionId: "Maria", to: { serviceId: "general" }, note: "over\0" });
});

test("a message of nothing to read is refused, and says which field", async () => {
  const { sofia } = await conversation();
  for (const nothing of ["\0", "  \n "]) {
    const refused = await sofia.refused("sendMessage", text(nothing));
    expect([refused.code, refused.facts?.["path"]]).toEqual(["invalid_args", "body.text"]);
  }
});

test("ids that no database takes are refused as such, and not to be asked again", async () => {
  const { sofia } = await conversation();
  expect((await sofia.refused("contactHistory", { contactId: "\0" })).code).toBe("invalid_args");
  expect((await sofia.refused("transcript", { interactionId: "a\0" })).code).toBe("invalid_args");
  expect((await sofia.refused("acceptOffer", { offerId: "\ud800" })).code).toBe("invalid_args");
  const strange = await sofia.refused("sendMessage", text("Hello"), "request-\0id");
  expect(strange.code).toBe("invalid_request");
});

test("a clock that is set back does not use up a desk's frames", () => {
  const noon = Date.UTC(2026, 10, 2, 12);
  const connection = new Connection("tab", null, { send: () => undefined, close: () => undefined }, noon);
  expect(connection.admit(noon)).toBe("yes");
  for (let frame = 1; frame <= 20; frame += 1) {
    expect(connection.admit(noon - 3_600_000 + frame)).toBe("yes");
  }
});

test("a user name with signs that no name has is refused before anybody looks it up", () => {
  for (const username of ["", "agent1\0", "agent\ud800", "a\nb", "x".repeat(101)]) {
    expect(loginRequestSchema.safeParse({ username, password: "p", seat: 1 }).success).toBe(false);
  }
  for (const username of ["agent1", "Zoë Ångström", "数据"]) {
    expect(loginRequestSchema.safeParse({ username, password: "p", seat: 1 }).success).toBe(true);
  }
});
