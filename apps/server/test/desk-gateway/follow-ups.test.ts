import { asId, type ScenarioId, type StepId } from "@patchbay/core";
import { type DeskInput, FOLLOW_UP_AHEAD_MAX_MS, type FollowUpForm } from "@patchbay/protocol";
import { expect, test } from "vitest";
import { callsIn, PretendVoice, withLine } from "./support/calls.js";
import type { Desk } from "./support/desk.js";
import { agent, claims, House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

const HOUR = 3_600_000;

/** Sofia talks with Maria. */
async function withChat(): Promise<{ readonly house: House; readonly sofia: Desk }> {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  const offerId = sofia.shown.offers[0]?.offerId ?? "";
  await sofia.done("confirmOffer", { offerId });
  await sofia.done("acceptOffer", { offerId });
  await settle();
  return { house, sofia };
}

const formAt = (house: House, inMs = HOUR, more: Partial<FollowUpForm> = {}): FollowUpForm => ({
  kind: "call",
  dueAt: house.clock.now() + inMs,
  timeZone: "Europe/Stockholm",
  note: "Ask for the estimate.",
  number: "+46 70 123 45 67",
  assigneeId: "sofia",
  ...more,
});
const add = async (desk: Desk, followUpId: string, form: FollowUpForm) =>
  (await desk.done("addFollowUp", { followUpId, interactionId: "Maria", form })).followUp;
const list = async (desk: Desk, input: DeskInput<"followUps"> = {}) =>
  (await desk.done("followUps", input)).followUps.map(({ followUpId }) => followUpId);

test("a follow-up knows its customer, its case and where the customer is, and stands in the history", async () => {
  const { house, sofia } = await withChat();
  const followUp = await add(sofia, "f1", formAt(house));
  expect(followUp).toMatchObject({
    followUpId: "f1",
    version: 1,
    contact: { contactId: "contact-Maria", name: "Maria Miller" },
    caseNumber: sofia.shown.interactions[0]?.caseNumber,
    channel: "chat",
    number: { display: "+46 70 123 45 67", timeZones: ["Europe/Stockholm"] },
    assignee: { agentId: "sofia", name: "Sofia Lindqvist" },
    createdBy: { name: "Sofia Lindqvist" },
    doneAt: null,
    reminds: true,
    mayChange: true,
  });
  expect((await sofia.done("followUps", {})).followUps).toEqual([followUp]);
  const { interactions } = await sofia.done("contactHistory", { contactId: "contact-Maria" });
  expect(interactions).toMatchObject([{ followUps: [followUp], mayFollowUp: true }]);
  const ben = await house.desk("ben");
  const seenByBen = await ben.done("contactHistory", { contactId: "contact-Maria" });
  expect(seenByBen.interactions).toMatchObject([{ followUps: [{ mayChange: false }], mayFollowUp: false }]);
});

test("it is made after the interaction is over as well, by those who took part", async () => {
  const { house, sofia } = await withChat();
  const ben = await house.desk("ben");
  await sofia.done("endInteraction", { interactionId: "Maria" });
  await house.pass(6_000);
  await sofia.done("setDisposition", { interactionId: "Maria", dispositionId: "opened" });
  await sofia.done("completeWrapUp", { interactionId: "Maria" });
  await settle();
  expect(sofia.shown.interactions).toEqual([]);
  await add(sofia, "f1", formAt(house));
  const input = { followUpId: "f2", interactionId: "Maria", form: formAt(house) };
  expect((await ben.refused("addFollowUp", input)).code).toBe("not_your_interaction");
  expect((await sofia.refused("addFollowUp", { ...input, interactionId: "nobody" })).code).toBe(
    "object_not_found",
  );
});

test("what cannot be is refused with a code for each reason", async () => {
  const { house, sofia } = await withChat();
  const refused = async (more: Partial<FollowUpForm>, inMs = HOUR) =>
    (
      await sofia.refused("addFollowUp", {
        followUpId: "f1",
        interactionId: "Maria",
        form: formAt(house, inMs, more),
      })
    ).code;
  expect(await refused({}, -HOUR)).toBe("follow_up_in_past");
  expect(await refused({}, FOLLOW_UP_AHEAD_MAX_MS + HOUR)).toBe("follow_up_too_far");
  expect(await refused({ timeZone: "Europe/Atlantis" })).toBe("time_zone_unknown");
  expect(await refused({ assigneeId: "nobody" })).toBe("assignee_unknown");
  expect(await refused({ number: null })).toBe("empty_number");
  expect(await refused({ number: "the workshop" })).toBe("empty_number");
  expect(await refused({ note: "x".repeat(2_001) })).toBe("invalid_args");
  expect(await list(sofia)).toEqual([]);
  const followUp = await add(
    sofia,
    "f1",
    formAt(house, HOUR, { kind: "task", number: null, note: " a\u0000b " }),
  );
  expect(followUp).toMatchObject({ kind: "task", number: null, note: "ab" });
});

test("a request that comes again has the same answer, also from a server that was started anew", async () => {
  const { house, sofia } = await withChat();
  const form = formAt(house);
  const followUp = await add(sofia, "f1", form);
  const dueAt = form.dueAt + HOUR;
  const snoozed = await sofia.done("snoozeFollowUp", { followUpId: "f1", version: 1, dueAt });
  expect(snoozed.followUp).toMatchObject({ version: 2, dueAt });
  await house.killAndRestart();
  sofia.hub = house.hub;
  sofia.connect();
  await settle();
  expect((await sofia.done("snoozeFollowUp", { followUpId: "f1", version: 1, dueAt })).followUp.version).toBe(
    2,
  );
  const again = await add(sofia, "f1", form);
  expect(again).toMatchObject({ followUpId: followUp.followUpId, version: 2, dueAt });
  expect(await list(sofia)).toEqual(["f1"]);
});

test("two desks that change the same one do not undo each other", async () => {
  const { house, sofia } = await withChat();
  const anna = await house.desk("anna");
  await add(sofia, "f1", formAt(house));
  const change = { followUpId: "f1", version: 1 };
  await anna.done("changeFollowUp", { ...change, form: formAt(house, 2 * HOUR, { note: "From Anna." }) });
  expect(
    await sofia.refused("changeFollowUp", { ...change, form: formAt(house, HOUR, { note: "From Sofia." }) }),
  ).toMatchObject({ code: "version_conflict", facts: { version: 2 } });
  expect((await sofia.refused("deleteFollowUp", { ...change, deleted: true })).code).toBe("version_conflict");
  const [now] = (await sofia.done("followUps", {})).followUps;
  expect(now).toMatchObject({ note: "From Anna.", version: 2, changedBy: { name: "Anna Kowalski" } });
});

test("a colleague's is the colleague's: told to both, listed for each, changed by both and nobody else", async () => {
  const { house, sofia } = await withChat();
  const ben = await house.desk("ben");
  const ines = await house.desk("ines");
  const anna = await house.desk("anna");
  const told = (desk: Desk) => desk.heard("follow_ups").length;
  await add(sofia, "f1", formAt(house, HOUR, { assigneeId: "ben" }));
  expect([sofia, ben, ines, anna].map(told)).toEqual([1, 1, 0, 1]);
  expect(ben.heard("follow_ups")).toEqual([{ frame: "follow_ups", contactId: "contact-Maria" }]);
  expect(await list(ben)).toEqual(["f1"]);
  expect(await list(sofia)).toEqual([]);
  expect(await list(sofia, { list: "for_others" })).toEqual(["f1"]);
  expect(await list(anna, { list: "team" })).toEqual(["f1"]);
  expect(await list(ines, { list: "team" })).toEqual([]);
  const finish = { followUpId: "f1", version: 1, done: true };
  expect((await ines.refused("finishFollowUp", finish)).code).toBe("object_not_found");
  expect((await sofia.refused("seeReminder", { followUpId: "f1", dueAt: 1 })).code).toBe("object_not_found");
  // Given to somebody else: whoever had it learns of it too, and has nothing to do with it any more.
  const form = formAt(house, HOUR, { assigneeId: "ines" });
  await anna.done("changeFollowUp", { followUpId: "f1", version: 1, form });
  expect([sofia, ben, ines, anna].map(told)).toEqual([2, 2, 1, 2]);
  expect(await list(ben)).toEqual([]);
  expect((await ben.refused("finishFollowUp", { ...finish, version: 2 })).code).toBe("object_not_found");
  const done = await ines.done("finishFollowUp", { ...finish, version: 2 });
  expect(done.followUp).toMatchObject({ doneBy: { name: "Ines Duarte" }, version: 3, reminds: false });
  expect(await list(ines)).toEqual([]);
  expect(await list(ines, { state: "done" })).toEqual(["f1"]);
});

test("a supervisor of another team sees nothing of it", async () => {
  const { house, sofia } = await withChat();
  const user = house.runtime.state.configuration.users.get(agent("anna"));
  const team = house.runtime.state.configuration.users.get(agent("ben"))?.teamId ?? null;
  if (user === undefined || team === null) throw new Error("both are there");
  await house.command({ type: "ConfigureUser", user: { ...user, teamId: team } });
  const anna = await house.desk("anna");
  await add(sofia, "own", formAt(house));
  await add(sofia, "for-ben", formAt(house, HOUR, { assigneeId: "ben" }));
  expect(await list(anna, { list: "team" }), `${claims} are Ben's`).toEqual(["for-ben"]);
  const change = { version: 1, done: true };
  expect((await anna.refused("finishFollowUp", { followUpId: "own", ...change })).code).toBe(
    "object_not_found",
  );
  await anna.done("finishFollowUp", { followUpId: "for-ben", ...change });
});

test("done is taken back, deleted is taken back, and what is done cannot be put off", async () => {
  const { house, sofia } = await withChat();
  await add(sofia, "f1", formAt(house));
  const one = (version: number) => ({ followUpId: "f1", version });
  await sofia.done("finishFollowUp", { ...one(1), done: true });
  const dueAt = house.clock.now() + 2 * HOUR;
  expect((await sofia.refused("snoozeFollowUp", { ...one(2), dueAt })).code).toBe("not_suitable_state");
  await sofia.done("finishFollowUp", { ...one(2), done: false });
  await sofia.done("deleteFollowUp", { ...one(3), deleted: true });
  expect(await list(sofia)).toEqual([]);
  expect((await sofia.refused("finishFollowUp", { ...one(4), done: true })).code).toBe("object_not_found");
  await sofia.done("deleteFollowUp", { ...one(4), deleted: false });
  expect(await list(sofia)).toEqual(["f1"]);
});

test("a reminder that was seen to does not come again, and a new time reminds anew", async () => {
  const { house, sofia } = await withChat();
  const { dueAt } = await add(sofia, "f1", formAt(house));
  await house.pass(HOUR);
  await sofia.done("seeReminder", { followUpId: "f1", dueAt });
  expect((await sofia.done("followUps", {})).followUps).toMatchObject([{ reminds: false, version: 1 }]);
  const later = house.clock.now() + 10 * 60_000;
  await sofia.done("snoozeFollowUp", { followUpId: "f1", version: 1, dueAt: later });
  expect((await sofia.done("followUps", {})).followUps).toMatchObject([{ reminds: true, version: 2 }]);
  expect(
    (await sofia.refused("snoozeFollowUp", { followUpId: "f1", version: 2, dueAt: dueAt - HOUR })).code,
  ).toBe("follow_up_in_past");
});

test("who hears a service's message makes one of it, and nobody else does", async () => {
  const house = await House.open(new PretendVoice());
  await withLine(house);
  const interactionId = await callsIn(house, "maria", { account: "LK-2048-7719" });
  const sofia = await house.desk("sofia");
  const ask = (desk: Desk, followUpId: string) =>
    desk.refused("addFollowUp", { followUpId, interactionId, form: formAt(house) });
  expect((await ask(sofia, "f1")).code, "nobody has left a message").toBe("not_your_interaction");
  const box = {
    id: asId<ScenarioId>("box"),
    version: 1,
    start: asId<StepId>("box"),
    steps: {
      [asId<StepId>("box")]: {
        type: "voicemail",
        serviceId: claims,
        prompts: [],
        maxMs: 60_000,
        next: asId<StepId>("bye"),
      },
      [asId<StepId>("bye")]: { type: "hang_up", prompts: [] },
    },
  } as const;
  await house.command({ type: "ConfigureScenario", scenario: box });
  const voice = { address: "8005", scenarioId: box.id };
  await house.command({
    type: "ConfigureEntry",
    entry: { id: asId("box"), channel: "voice", serviceId: claims, priority: 0, voice },
  });
  await house.command({
    type: "ArriveCall",
    interactionId: asId("spoken"),
    entryId: asId("box"),
    contactId: asId("contact-maria"),
    clientKey: asId("call-spoken"),
  });
  const input = { followUpId: "f2", interactionId: "spoken", form: formAt(house) };
  expect((await sofia.done("addFollowUp", input)).followUp).toMatchObject({
    createdBy: { agentId: "sofia" },
  });
  const anna = await house.desk("anna");
  expect((await anna.refused("addFollowUp", { ...input, followUpId: "f3" })).code).toBe(
    "not_your_interaction",
  );
});
