import { type ChatEntryForm, type ChatEntryRow, usualWidget } from "@patchbay/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { appEntry, claims, House } from "./support/house.js";

let house: House;
let admin: Desk;
beforeEach(async () => {
  house = await House.open();
  admin = await house.desk("olga");
});
afterEach(() => expect(house.problems).toEqual([]));

const shop: ChatEntryForm = {
  name: "Web shop",
  kind: "web",
  serviceId: claims,
  priority: 20,
  phoneNumberRequired: false,
  parameters: [{ name: "order", type: "TEXT" }],
  widget: {
    ...usualWidget,
    colour: "#8a2be2",
    textColour: "#ffffff",
    allowedOrigins: ["https://shop.example"],
    fields: [
      {
        name: "size",
        kind: "choice",
        required: true,
        label: { en: "Size" },
        choices: [{ value: "Large", label: { en: "Large" } }],
      },
    ],
  },
};
const make = (form: ChatEntryForm = shop, entryId = "web-shop") =>
  admin.ask("saveChatEntry", { entryId, was: null, form });
const rowOf = async (entryId = "web-shop"): Promise<ChatEntryRow | undefined> =>
  (await admin.done("setupChatEntries", {})).chatEntries.find((row) => row.entryId === entryId);

test("an entry is made under the id that was chosen, keeps its masking, and survives a restart", async () => {
  expect(await make()).toMatchObject({ ok: true });
  expect(await rowOf()).toMatchObject({ form: shop, open: true, alive: 0, masked: false });
  await admin.done("saveMasking", {
    entryId: "web-shop",
    was: { cards: false, cardLastFour: true, socialSecurity: false, expressions: [] },
    form: { cards: true, cardLastFour: true, socialSecurity: false, expressions: [] },
  });
  // Asked again, as after a connection that broke: nothing is made twice.
  expect(await make()).toMatchObject({ ok: true });
  const changed = { ...shop, name: "Shop" };
  await admin.done("saveChatEntry", { entryId: "web-shop", was: shop, form: changed });
  await house.killAndRestart();
  admin = await house.desk("olga");
  expect(await rowOf()).toMatchObject({ form: changed, masked: true, changedBy: "Olga Admin" });
});

test("what is taken, half said or not there is refused at its field", async () => {
  await make();
  const refusal = async (form: Partial<ChatEntryForm>, entryId = "another") =>
    (await make({ ...shop, name: "Another", ...form }, entryId)) as { error?: object };
  expect((await refusal({}, "web-shop")).error).toMatchObject({
    code: "name_taken",
    facts: { path: "entryId" },
  });
  expect((await refusal({ name: " web SHOP " })).error).toMatchObject({
    code: "name_taken",
    facts: { path: "form.name" },
  });
  expect((await refusal({}, "Not An Id")).error).toMatchObject({ code: "invalid_args" });
  expect((await refusal({ serviceId: "nobody" })).error).toMatchObject({ code: "object_not_found" });
  // Nobody could begin a chat there.
  expect((await refusal({ phoneNumberRequired: true })).error).toMatchObject({
    facts: { path: "form.phoneNumberRequired" },
  });
  const [field] = shop.widget.fields;
  if (field === undefined) throw new Error("no field");
  for (const widget of [
    { fields: [field, field] },
    { fields: [{ ...field, name: "message" }] },
    { fields: [{ ...field, choices: [] }] },
    { fields: [{ ...field, label: { de: "Größe" } }] },
    { title: {} },
    { allowedOrigins: ["https://shop.example/path"] },
  ])
    expect(
      (await refusal({ widget: { ...shop.widget, ...widget } })).error,
      JSON.stringify(widget),
    ).toMatchObject({ code: "invalid_args" });
  expect(await rowOf("another")).toBeUndefined();
});

test("who is slower overwrites nothing; a removed entry comes back under its id with undo", async () => {
  await make();
  await admin.done("saveChatEntry", { entryId: "web-shop", was: shop, form: { ...shop, priority: 1 } });
  expect(
    await admin.refused("saveChatEntry", { entryId: "web-shop", was: shop, form: { ...shop, priority: 2 } }),
  ).toMatchObject({ code: "version_conflict", facts: { changedBy: "Olga Admin" } });
  await admin.done("removeChatEntry", { entryId: "web-shop" });
  expect(await rowOf()).toBeUndefined();
  const { changes } = await admin.done("changes", {
    kind: "chatEntry",
    by: null,
    search: "",
    from: null,
    until: null,
    before: null,
    limit: 5,
  });
  expect(changes[0]).toMatchObject({ action: "removed", subjectName: "Web shop", mayUndo: true });
  await admin.done("undoChange", { auditId: changes[0]?.auditId ?? "" });
  expect((await rowOf())?.form).toEqual({ ...shop, priority: 1 });
});

test("an entry with a chat in hand stays; its next chat goes to the new service", async () => {
  const before = await rowOf(appEntry);
  if (before === undefined) throw new Error("no entry of the app");
  const first = await house.startChat("Maria");
  expect(await rowOf(appEntry)).toMatchObject({ alive: 1 });
  expect((await admin.refused("removeChatEntry", { entryId: appEntry })).code).toBe("not_suitable_state");
  await admin.done("saveChatEntry", {
    entryId: appEntry,
    was: before.form,
    form: { ...before.form, serviceId: "general" },
  });
  const second = await house.startChat("Clara");
  const { services } = await admin.done("setupServices", {});
  const alive = new Map(services.map((row) => [row.serviceId, row.alive]));
  expect([first.interactionId === second.interactionId, alive.get(claims), alive.get("general")]).toEqual([
    false,
    1,
    1,
  ]);
});
