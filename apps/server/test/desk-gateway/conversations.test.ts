import { expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { type Customer, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

async function accept(desk: Desk): Promise<void> {
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
  await settle();
}

async function conversation(): Promise<{ house: House; sofia: Desk; maria: Customer }> {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  const maria = await house.startChat("Maria");
  await accept(sofia);
  return { house, sofia, maria };
}

const text = (words: string, audience: "all" | "team" = "all") => ({
  interactionId: "Maria",
  audience,
  body: { kind: "text" as const, text: words },
  clientMessageId: "client-1234",
});

test("a desk sees its own conversations only, and cannot act on others", async () => {
  const { house, sofia, maria } = await conversation();
  const ben = await house.readyDesk("ben");
  await house.says(maria, "For Sofia");
  await sofia.done("saveDraft", { interactionId: "Maria", text: "secret", version: 1 });
  expect(ben.shown).toMatchObject({ interactions: [], messages: [], happenings: [], offers: [] });
  expect(JSON.stringify(ben.frames)).not.toContain("For Sofia");
  expect((await ben.refused("sendMessage", text("Hello"))).code).toBe("not_your_interaction");
  expect((await ben.refused("saveDraft", { interactionId: "Maria", text: "x", version: 9 })).code).toBe(
    "not_your_interaction",
  );
  const messageId = sofia.shown.messages[0]?.messageId ?? "";
  expect((await ben.refused("markRead", { interactionId: "Maria", messageId })).code).toBe(
    "not_your_interaction",
  );
});

test("a whisper reaches colleagues inside, marked as such in what is stored, and no customer's receipt touches it", async () => {
  const { house, sofia } = await conversation();
  const ben = await house.readyDesk("ben");
  await sofia.done("invite", { interactionId: "Maria", to: { agentId: "ben" } });
  await accept(ben);
  const { messageId } = await sofia.done("sendMessage", text("He sounds upset", "team"));
  expect(ben.shown.messages.find((one) => one.messageId === messageId)).toMatchObject({ audience: "team" });
  expect(house.store.messages.get(messageId)?.audience).toBe("team");
  const event = house.store.journal.map((one) => one.text).find((line) => line.includes(messageId)) ?? "";
  expect(event).toContain('"audience":"team"');
  expect(event).not.toContain("upset");
  const sent = ben.shown.messages.find((one) => one.messageId === messageId);
  expect(sent?.state).toBe("sent");
});

test("drafts: a late older version does not undo a newer one, and each agent has their own", async () => {
  const { sofia, house } = await conversation();
  const ben = await house.readyDesk("ben");
  await sofia.done("invite", { interactionId: "Maria", to: { agentId: "ben" } });
  await accept(ben);
  await sofia.done("saveDraft", { interactionId: "Maria", text: "Dear Ma", audience: "all", version: 2 });
  await sofia.done("saveDraft", { interactionId: "Maria", text: "Dear", version: 1 });
  expect(sofia.shown.interactions[0]?.draft).toEqual({ text: "Dear Ma", audience: "all", version: 2 });
  expect(ben.shown.interactions[0]?.draft).toEqual({ text: "", audience: "all", version: 0 });
  await sofia.done("saveDraft", { interactionId: "Maria", text: "", version: 3 });
  expect(sofia.shown.interactions[0]?.draft).toEqual({ text: "", audience: "team", version: 3 });
});

test("a transfer brings the whole conversation and its note to the other desk, and takes it from this one", async () => {
  const { house, sofia, maria } = await conversation();
  await house.says(maria, "My car");
  await sofia.done("sendMessage", text("One moment"));
  const ben = await house.readyDesk("ben");
  await sofia.done("transfer", { interactionId: "Maria", to: { agentId: "ben" }, note: "Needs a tow truck" });
  expect(sofia.shown.interactions[0]?.request).toMatchObject({
    kind: "transfer",
    agentId: "ben",
    by: "sofia",
  });
  expect(ben.shown.offers[0]).toMatchObject({
    kind: "transfer",
    from: { agentId: "sofia", name: "Sofia Lindqvist" },
    note: "Needs a tow truck",
    firstMessage: "My car",
  });
  await accept(ben);
  expect(ben.shown.messages.map((one) => one.seq)).toHaveLength(2);
  expect(ben.shown.interactions[0]?.transferNote).toMatchObject({ by: "sofia", text: "Needs a tow truck" });
  expect(sofia.shown.interactions).toEqual([]);
  expect(sofia.shown.messages).toEqual([]);
  // A second transfer without a note does not show the first one's.
  await ben.done("transfer", { interactionId: "Maria", to: { agentId: "sofia" } });
  expect(sofia.shown.offers[0]?.note).toBeNull();
});

test("a transfer that cannot be says why", async () => {
  const { sofia } = await conversation();
  const to = (agentId: string) => ({ interactionId: "Maria", to: { agentId } });
  expect((await sofia.refused("transfer", to("sofia"))).code).toBe("self_transfer");
  expect((await sofia.refused("transfer", to("ines"))).code).toBe("destination_user_not_logged");
});

test("typing goes to the parties inside and from them to the edge of the customer; nothing of it is stored", async () => {
  const { house, sofia } = await conversation();
  const ben = await house.readyDesk("ben");
  const seen: unknown[] = [];
  house.ephemeral.onAgentTyping((...typing) => seen.push(typing));
  const { seq } = house.runtime.state;
  sofia.say({ frame: "typing", interactionId: "Maria", typing: true });
  ben.say({ frame: "typing", interactionId: "Maria", typing: true });
  expect(seen).toEqual([["Maria", "sofia", true]]);
  house.ephemeral.customerTyping("Maria", true, "I thi");
  expect(sofia.heard("typing")).toEqual([
    { frame: "typing", interactionId: "Maria", who: "customer", typing: true, preview: "I thi" },
  ]);
  expect(ben.heard("typing")).toEqual([]);
  expect(house.runtime.state.seq).toBe(seq);
});

test("whether the customer is there changes the view without an event", async () => {
  const { house, sofia } = await conversation();
  expect(sofia.shown.interactions[0]?.customerPresence).toBe("gone");
  house.ephemeral.customerPresence("Maria", "here");
  expect(sofia.shown.interactions[0]?.customerPresence).toBe("here");
  const last = sofia.heard("changes").at(-1);
  expect(last?.after).toBe(last?.seq);
});

test("a file is sent by who uploaded it, and by nobody else", async () => {
  const { house, sofia } = await conversation();
  const file = { name: "form.pdf", mediaType: "application/pdf", bytes: 9, image: null, interactionId: null };
  house.blobs.files.set("mine", { ...file, fileId: "mine", uploadedBy: "sofia" });
  house.blobs.files.set("theirs", { ...file, fileId: "theirs", uploadedBy: "ben" });
  const send = (fileId: string) => ({
    interactionId: "Maria",
    body: { kind: "file" as const, fileId },
    clientMessageId: "client-1234",
  });
  for (const fileId of ["theirs", "none"]) {
    expect((await sofia.refused("sendMessage", send(fileId))).code).toBe("file_not_found");
  }
  await sofia.done("sendMessage", send("mine"));
  expect(sofia.shown.messages[0]?.body).toEqual({
    kind: "file",
    file: {
      fileId: "mine",
      name: "form.pdf",
      mediaType: "application/pdf",
      bytes: 9,
      image: null,
      url: "/api/files/mine",
      thumbnailUrl: null,
    },
  });
  expect([...house.store.fileUses.values()]).toMatchObject([{ fileId: "mine", interactionId: "Maria" }]);
});

test("roster and services come at most four times a second, however much happens", async () => {
  const house = await House.open();
  const anna = await house.desk("anna");
  const sofia = await house.desk("sofia");
  await house.pass(1_000);
  const before = anna.heard("changes").length;
  for (let turn = 0; turn < 10; turn += 1) {
    await sofia.done("setPresence", { presence: { kind: "ready" } });
    await sofia.done("setPresence", { presence: { kind: "not_ready", reason: "lunch" } });
    await house.pass(100);
  }
  await house.pass(250);
  const frames = anna.heard("changes").slice(before);
  expect(frames.length).toBeLessThanOrEqual(6);
  expect(anna.shown.roster.find((one) => one.agentId === "sofia")).toMatchObject({
    word: "not_ready",
    reason: "lunch",
  });
});
