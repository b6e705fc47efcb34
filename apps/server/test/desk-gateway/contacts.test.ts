import type { ContactForm, DeskInput } from "@patchbay/protocol";
import { expect, test } from "vitest";
import type { Desk } from "./support/desk.js";
import { House } from "./support/house.js";
import { settle } from "./support/manual-clock.js";

const form = (more: Partial<ContactForm> = {}): ContactForm => ({
  firstName: "Maria",
  lastName: "Miller",
  phones: [],
  emails: [],
  account: null,
  language: null,
  notes: "",
  fields: [],
  ...more,
});

const takes = async (desk: Desk): Promise<void> => {
  const offerId = desk.shown.offers[0]?.offerId ?? "";
  await desk.done("confirmOffer", { offerId });
  await desk.done("acceptOffer", { offerId });
  await settle();
};

/** Sofia talks with Maria. */
async function withChat(): Promise<{ readonly house: House; readonly sofia: Desk }> {
  const house = await House.open();
  const sofia = await house.readyDesk("sofia");
  await house.startChat("Maria");
  await takes(sofia);
  return { house, sofia };
}

const editOf = (more: Partial<DeskInput<"editContact">> = {}): DeskInput<"editContact"> => ({
  contactId: "contact-Maria",
  changeId: "change-1",
  version: 0,
  form: form(),
  ...more,
});
const record = (desk: Desk, contactId = "contact-Maria") => desk.done("contactRecord", { contactId });

test("a contact is changed: live at every desk that shows it, found by the new number, and told who did it", async () => {
  const { house, sofia } = await withChat();
  const supervisor = await house.desk("anna");
  const before = await record(sofia);
  expect(before).toMatchObject({ mayEdit: true, changes: [], alike: [], merges: [] });
  const wanted = form({
    lastName: "Miller-Jones",
    phones: [{ number: "(503) 555-0142", kind: "mobile" }],
    emails: ["maria@example.com"],
    account: "P-77",
    language: "sv",
    notes: "Prefers calls after four.",
    fields: [{ name: "Car", value: "Volvo" }],
  });
  const { contact } = await sofia.done("editContact", editOf({ form: wanted }));
  expect(contact).toMatchObject({
    name: "Maria Miller-Jones",
    phones: [{ raw: "+15035550142", display: "+1 503 555 0142" }],
    record: { version: 1, phoneKinds: ["mobile"], language: "sv", fields: [{ name: "Car", value: "Volvo" }] },
  });
  await settle();
  expect(sofia.shown.interactions[0]?.contact).toEqual(contact);
  expect((await supervisor.done("searchContacts", { text: "5550142" })).contacts).toEqual([contact]);
  const after = await record(supervisor);
  expect(after.changes).toMatchObject([
    { kind: "edit", by: { agentId: "sofia", name: "Sofia Lindqvist" }, other: null },
  ]);
  expect(after.changes[0]?.values).toContainEqual({
    field: "phones",
    from: before.contact.phones.map(({ display }) => `${display} (other)`).join(", "),
    to: "+1 503 555 0142 (mobile)",
  });
});

test("two who change it from the same version do not undo each other, and a repeated change is told as done", async () => {
  const { sofia } = await withChat();
  await sofia.done("editContact", editOf({ form: form({ account: "A-1" }) }));
  const late = editOf({ changeId: "change-2", form: form({ account: "A-2" }) });
  expect(await sofia.refused("editContact", late)).toMatchObject({
    code: "version_conflict",
    facts: { contactId: "contact-Maria", version: 1 },
  });
  const again = await sofia.done("editContact", editOf({ form: form({ account: "A-1" }) }));
  expect(again.contact).toMatchObject({ account: "A-1", record: { version: 1 } });
  const next = await sofia.done("editContact", { ...late, version: 1 });
  expect(next.contact).toMatchObject({ account: "A-2", record: { version: 2 } });
});

test("whoever never had to do with the contact may not change it, supervisors may", async () => {
  const { house, sofia } = await withChat();
  const ben = await house.desk("ben");
  expect((await record(ben)).mayEdit).toBe(false);
  expect((await ben.refused("editContact", editOf())).code).toBe("contact_not_yours");
  const anna = await house.desk("anna");
  expect(
    (await anna.done("editContact", editOf({ form: form({ notes: "Seen." }) }))).contact.record,
  ).toMatchObject({
    notes: "Seen.",
  });
  expect((await sofia.refused("editContact", editOf({ contactId: "nobody" }))).code).toBe("object_not_found");
});

test("what cannot be is refused with a code for each reason", async () => {
  const { sofia } = await withChat();
  const refused = async (more: Partial<ContactForm>) =>
    await sofia.refused("editContact", editOf({ form: form(more) }));
  expect(await refused({ phones: [{ number: "+1 503", kind: "home" }] })).toMatchObject({
    code: "contact_number_invalid",
    facts: { index: 0 },
  });
  expect(await refused({ emails: ["a@b.example", "not an address"] })).toMatchObject({
    code: "contact_email_invalid",
    facts: { index: 1 },
  });
  expect((await refused({ language: "Swedish" })).code).toBe("contact_language_unknown");
  const twice = [
    { name: "Car", value: "Volvo" },
    { name: "car", value: "Saab" },
  ];
  expect((await refused({ fields: twice })).code).toBe("contact_field_twice");
});

/** Maria wrote twice, under two contacts with one number: her former chat is over, the second is in Sofia's hands. */
async function withTwo(): Promise<{ readonly house: House; readonly sofia: Desk }> {
  const { house, sofia } = await withChat();
  const phones = [{ number: "+15035550142", kind: "mobile" as const }];
  await sofia.done("editContact", editOf({ form: form({ phones }) }));
  await house.startChat("Mary");
  await takes(sofia);
  await sofia.done("editContact", {
    contactId: "contact-Mary",
    changeId: "change-2",
    version: 0,
    form: form({ firstName: "Mary", phones, emails: ["mary@example.com"] }),
  });
  return { house, sofia };
}
const merge = (more: Partial<DeskInput<"mergeContacts">> = {}): DeskInput<"mergeContacts"> => ({
  mergeId: "merge-1",
  from: { contactId: "contact-Mary", version: 1 },
  into: { contactId: "contact-Maria", version: 1 },
  form: form({ phones: [{ number: "+15035550142", kind: "mobile" }], emails: ["mary@example.com"] }),
  ...more,
});
const historyOf = async (desk: Desk, contactId: string): Promise<string[]> =>
  (await desk.done("contactHistory", { contactId })).interactions.map(({ interactionId }) => interactionId);

test("two with the same number are offered as one, are merged with both histories, and are parted again", async () => {
  const { sofia } = await withTwo();
  expect((await record(sofia)).alike).toMatchObject([
    { contact: { contactId: "contact-Mary" }, why: ["phone"], interactions: 1 },
  ]);
  const { contact } = await sofia.done("mergeContacts", merge());
  expect(contact).toMatchObject({ contactId: "contact-Maria", emails: ["mary@example.com"] });
  await settle();
  // Both chats show the one who remained, at the desk and in the core.
  expect(sofia.shown.interactions.map((one) => one.contact)).toEqual([contact, contact]);
  expect((await historyOf(sofia, "contact-Maria")).sort()).toEqual(["Maria", "Mary"]);
  expect(await historyOf(sofia, "contact-Mary")).toEqual([]);
  // The former id leads to who it is now, and a search finds one.
  const seen = await record(sofia, "contact-Mary");
  expect(seen).toMatchObject({ contact: { contactId: "contact-Maria" }, alike: [] });
  expect(seen.merges).toMatchObject([{ mergeId: "merge-1", from: { name: "Mary Miller" } }]);
  expect((await sofia.done("searchContacts", { text: "5550142" })).contacts).toHaveLength(1);
  expect(
    await sofia.refused("editContact", editOf({ contactId: "contact-Mary", changeId: "x", version: 2 })),
  ).toMatchObject({ code: "contact_merged", facts: { contactId: "contact-Maria" } });
  const parted = await sofia.done("unmergeContacts", { mergeId: "merge-1" });
  expect(parted.contact).toMatchObject({ contactId: "contact-Maria", emails: [] });
  await settle();
  expect(await historyOf(sofia, "contact-Maria")).toEqual(["Maria"]);
  expect(await historyOf(sofia, "contact-Mary")).toEqual(["Mary"]);
  expect((await record(sofia, "contact-Mary")).contact).toMatchObject({ name: "Mary Miller" });
  expect(sofia.shown.interactions.map((one) => [one.interactionId, one.contact.contactId]).sort()).toEqual([
    ["Maria", "contact-Maria"],
    ["Mary", "contact-Mary"],
  ]);
});

test("a merge is refused from an older version, with oneself, by a stranger and after its time", async () => {
  const { house, sofia } = await withTwo();
  const ben = await house.desk("ben");
  expect((await ben.refused("mergeContacts", merge())).code).toBe("contact_not_yours");
  expect(
    (await sofia.refused("mergeContacts", merge({ from: { contactId: "contact-Mary", version: 0 } }))).code,
  ).toBe("version_conflict");
  const oneself = merge({ from: { contactId: "contact-Maria", version: 1 } });
  expect((await sofia.refused("mergeContacts", oneself)).code).toBe("contact_same");
  await sofia.done("mergeContacts", merge());
  expect((await sofia.refused("mergeContacts", merge({ mergeId: "merge-2" }))).code).toBe("contact_merged");
  expect((await ben.refused("unmergeContacts", { mergeId: "merge-1" })).code).toBe("contact_not_yours");
  // What was changed by hand since then stays.
  const changed = form({ notes: "Spoke to her son.", emails: ["mary@example.com"] });
  await sofia.done("editContact", editOf({ changeId: "change-3", version: 2, form: changed }));
  const { contact } = await sofia.done("unmergeContacts", { mergeId: "merge-1" });
  expect(contact).toMatchObject({ phones: [], emails: [], record: { notes: "Spoke to her son." } });
});
