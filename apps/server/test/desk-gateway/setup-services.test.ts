import type { ServiceForm } from "@patchbay/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const rowOf = async (serviceId: string = claims) =>
  (await admin.done("setupServices", {})).services.find((row) => row.serviceId === serviceId);
const formOf = async (serviceId: string = claims): Promise<ServiceForm> => {
  const form = (await rowOf(serviceId))?.form;
  if (form === undefined) throw new Error(`no service ${serviceId}`);
  return form;
};
const save = async (change: Partial<ServiceForm>, serviceId: string = claims) => {
  const was = await formOf(serviceId);
  return admin.ask("saveService", { serviceId, was, form: { ...was, ...change } });
};

describe("a service", () => {
  test("is made with its results, and chats come to who has its skill", async () => {
    const { skillId } = await admin.done("saveSkill", { skillId: null, was: null, name: "Glass" });
    const form: ServiceForm = {
      ...(await formOf()),
      name: "Glass damage",
      requires: [{ skillId, levelMin: 30 }],
      serviceLevel: { percent: 90, withinMs: 30_000 },
      dispositions: [
        { id: null, name: "Repair booked", type: "SUCCESS" },
        { id: null, name: "Not insured", type: "FAILURE" },
      ],
    };
    const { serviceId } = await admin.done("saveService", { serviceId: null, was: null, form });
    const row = await rowOf(serviceId);
    expect(row).toMatchObject({
      form: { ...form, dispositions: form.dispositions.map(({ name, type }) => ({ name, type })) },
      qualified: 0,
      alive: 0,
      changedBy: "Olga Admin",
    });
    // What agents choose from has ids and names at once, without signing in again.
    const sofia = await house.desk("sofia");
    await house.clock.advance(1_000);
    expect(sofia.view?.services.find((one) => one.serviceId === serviceId)).toMatchObject({
      name: "Glass damage",
      dispositions: [{ name: "Repair booked" }, { name: "Not insured" }],
    });
  });

  test("survives a restart, with what its other forms have set", async () => {
    await admin.done("saveAfterChat", {
      serviceId: claims,
      was: (await admin.done("setupAfterChat", {})).afterChats.find((one) => one.serviceId === claims)
        ?.form as never,
      form: {
        survey: true,
        questions: [{ language: "en", text: "How?" }],
        comment: false,
        transcriptDays: 7,
      },
    });
    expect(await save({ name: "Claims", serviceLevel: { percent: 75, withinMs: 15_000 } })).toMatchObject({
      ok: true,
    });
    await house.killAndRestart();
    admin = await house.desk("olga");
    expect(await formOf()).toMatchObject({ name: "Claims", serviceLevel: { percent: 75, withinMs: 15_000 } });
    const { afterChats } = await admin.done("setupAfterChat", {});
    expect(afterChats.find((one) => one.serviceId === claims)).toMatchObject({
      name: "Claims",
      form: { survey: true, comment: false, transcriptDays: 7 },
    });
  });

  test("a result under a new name is the same one, unless another service has it as well", async () => {
    // Both services of this house have it: what the other's agents choose is not renamed from here.
    const [shared] = (await formOf()).dispositions;
    if (shared === undefined) throw new Error("no results here");
    await save({ dispositions: [{ ...shared, name: "Opened today" }] });
    const [own] = (await formOf()).dispositions;
    expect(own).toMatchObject({ name: "Opened today" });
    expect(own?.id).not.toBe(shared.id);
    expect((await formOf("general")).dispositions[0]).toEqual(shared);
    await save({ dispositions: [{ ...shared, id: own?.id ?? null, name: "Opened" }] });
    expect((await formOf()).dispositions).toEqual([{ ...own, name: "Opened" }]);
  });

  test("two with one name, a result twice, none to choose from: told at its field", async () => {
    expect((await save({ name: " general " })) as object).toMatchObject({ error: { code: "name_taken" } });
    const twice = [
      { id: null, name: "Done", type: "SUCCESS" as const },
      { id: null, name: "done ", type: "FAILURE" as const },
    ];
    expect(await save({ dispositions: twice })).toMatchObject({ error: { code: "disposition_twice" } });
    expect(await save({ dispositions: [], dispositionMandatory: true })).toMatchObject({
      error: { code: "invalid_args", facts: { path: "form.dispositions" } },
    });
    expect(await save({ requires: [{ skillId: "nobody-knows", levelMin: 1 }] })).toMatchObject({
      error: { code: "object_not_found" },
    });
    expect(await save({ answerTimeoutMs: 1 })).toMatchObject({
      error: { code: "invalid_args", facts: { path: "form.answerTimeoutMs" } },
    });
  });

  test("who is slower overwrites nothing, and is told who was quicker", async () => {
    const was = await formOf();
    await save({ wrapUpMs: 90_000 });
    const late = await admin.refused("saveService", {
      serviceId: claims,
      was,
      form: { ...was, wrapUpMs: 10 },
    });
    expect(late).toMatchObject({ code: "version_conflict", facts: { changedBy: "Olga Admin" } });
    expect((await formOf()).wrapUpMs).toBe(90_000);
  });

  test("goes when nothing names it, from every desk at once; else it is told what does", async () => {
    expect(await admin.refused("removeService", { serviceId: claims })).toMatchObject({
      code: "service_in_use",
    });
    expect((await rowOf())?.usedBy.chatEntries).toMatchObject([{ name: "Mobile app" }]);
    const sofia = await house.desk("sofia");
    expect(sofia.view?.services).toHaveLength(2);
    await admin.done("removeService", { serviceId: "general" });
    await house.clock.advance(1_000);
    expect(sofia.view?.services.map(({ serviceId }) => serviceId)).toEqual([claims]);
    const ben = await house.desk("ben");
    expect(ben.view?.services).toHaveLength(1);
  });

  test("a change holds for whoever is in the middle of it", async () => {
    const sofia = await house.desk("sofia");
    await sofia.done("setPresence", { presence: { kind: "ready", reason: null } as never });
    const maria = await house.startChat("Maria");
    const offer = sofia.view?.offers[0];
    await sofia.done("acceptOffer", { offerId: offer?.offerId ?? "" });
    await sofia.done("setDisposition", { interactionId: maria.interactionId, dispositionId: "opened" });
    await save({ dispositions: [{ id: null, name: "Something new", type: "SUCCESS" }] });
    await house.clock.advance(1_000);
    // What was chosen stays chosen, and is still called what it was.
    expect(sofia.view?.interactions[0]).toMatchObject({ disposition: "opened" });
    expect(sofia.view?.services.find(({ serviceId }) => serviceId === claims)?.dispositions).toMatchObject([
      { name: "Something new" },
    ]);
  });
});

describe("skills and reasons", () => {
  test("a skill is named, renamed, and goes when nobody has it and no service asks for it", async () => {
    const { skillId } = await admin.done("saveSkill", { skillId: null, was: null, name: "French" });
    expect((await admin.refused("saveSkill", { skillId: null, was: null, name: "french" })).code).toBe(
      "name_taken",
    );
    await admin.done("saveSkill", { skillId, was: "French", name: "Français" });
    await save({ requires: [{ skillId, levelMin: 20 }] });
    expect(await admin.refused("removeSkill", { skillId })).toMatchObject({
      code: "skill_in_use",
      facts: { services: [{ name: "Auto claims", levelMin: 20 }] },
    });
    await save({ requires: [] });
    await admin.done("removeSkill", { skillId });
    expect((await admin.done("setupSkills", {})).skills.map((one) => one.skillId)).not.toContain(skillId);
  });

  test("a reason is in every state menu at once, and goes from it; who is away for it stays", async () => {
    const sofia = await house.desk("sofia");
    const form = { name: "Coaching", icon: "school", limitMs: 30 * 60_000 };
    const { reasonId } = await admin.done("saveReason", { reasonId: null, was: null, form });
    await house.clock.advance(1_000);
    expect(sofia.view?.reasons.find((one) => one.reasonId === reasonId)).toMatchObject({
      name: "Coaching",
      icon: "school",
      limitMs: 30 * 60_000,
    });
    await sofia.done("setPresence", { presence: { kind: "not_ready", reason: reasonId } });
    const { reasons } = await admin.done("setupReasons", {});
    expect(reasons.find((one) => one.reasonId === reasonId)).toMatchObject({
      away: 1,
      changedBy: "Olga Admin",
    });
    await admin.done("removeReason", { reasonId });
    await house.clock.advance(1_000);
    expect(sofia.view?.reasons.some((one) => one.reasonId === reasonId)).toBe(false);
    expect(sofia.view?.self?.presence).toEqual({ kind: "not_ready", reason: reasonId });
  });

  test("the center's own reasons can be called otherwise, and no more", async () => {
    const { reasons } = await admin.done("setupReasons", {});
    const system = reasons.find(({ kind }) => kind === "system");
    if (system === undefined) throw new Error("no system reason");
    const form = { name: "Did not answer", icon: "heart", limitMs: 60_000 };
    await admin.done("saveReason", { reasonId: system.reasonId, was: system.form, form });
    const after = (await admin.done("setupReasons", {})).reasons.find(
      ({ reasonId }) => reasonId === system.reasonId,
    );
    expect(after?.form).toEqual({ ...system.form, name: "Did not answer" });
    expect((await admin.refused("removeReason", { reasonId: system.reasonId })).code).toBe(
      "not_suitable_state",
    );
  });
});
