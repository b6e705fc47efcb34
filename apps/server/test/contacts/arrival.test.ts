import { asId, type ClientKey } from "@patchbay/core";
import { expect, test } from "vitest";
import type { ContactRow } from "../../src/center/content.js";
import { contactForArrival, soleOf } from "../../src/contacts/index.js";
import { resolveContact } from "../../src/messaging-http/contacts.js";
import { House } from "../desk-gateway/support/house.js";

const row = (contactId: string, more: Partial<ContactRow> = {}): ContactRow => ({
  contactId,
  firstName: contactId,
  lastName: "",
  phones: ["+15035550142"],
  emails: [`${contactId}@example.com`],
  account: null,
  createdAt: 7,
  ...more,
});
const key = asId<ClientKey>("an-app");
const nobody = { firstName: "", lastName: "", account: null, email: null, phone: null };

async function withContacts(...rows: readonly ContactRow[]): Promise<House> {
  const house = await House.open();
  const content = rows.map((one) => ({ table: "contact", row: one }) as const);
  await house.runtime.submit({ command: null, content });
  return house;
}

test("exactly one contact with the number or the address is used", async () => {
  const { handle } = await withContacts(row("maria"), row("tom", { phones: ["+15035550199"] }));
  const by = async (phone: string | undefined, email: string | null = null) => {
    const found = await contactForArrival(handle, { clientKey: key, phone, email });
    return "contact" in found ? [found.by, found.contact.contactId] : [found.by];
  };
  expect(await by("+15035550142")).toEqual(["number", "maria"]);
  expect(await by(undefined, "TOM@example.com")).toEqual(["address", "tom"]);
  expect(await by("+15035550100", "tom@example.com")).toEqual(["address", "tom"]);
  expect(await by("+15035550100")).toEqual(["nothing"]);
});

test("of several none is guessed: an app becomes a new contact's, and stays with it", async () => {
  const house = await withContacts(row("maria"), row("tom"));
  const said = { ...nobody, firstName: "M.", phone: "503 555 0142" };
  const first = await resolveContact(house.handle, key, said);
  expect(["maria", "tom"]).not.toContain(first.contactId);
  await house.runtime.submit({ command: null, content: first.content });
  expect(await resolveContact(house.handle, key, said)).toEqual({ contactId: first.contactId, content: [] });
});

test("calls from a number of several go to the one of whom nothing else is known", () => {
  const nameless = row("unknown", { firstName: "", emails: [] });
  expect(soleOf([row("maria"), nameless])).toBe(nameless);
  expect(soleOf([row("maria"), row("tom")])).toBeUndefined();
  expect(soleOf([row("maria")])?.contactId).toBe("maria");
  expect(soleOf([])).toBeUndefined();
});

test("what an app says fills blanks only, and never goes over what was changed by hand", async () => {
  const record = { version: 3, phoneKinds: [], language: null, notes: "", fields: [], mergedInto: null };
  const house = await withContacts(row("maria", { account: null, record }));
  const { content } = await resolveContact(house.handle, key, {
    ...nobody,
    firstName: "Mary",
    account: "P-9",
    phone: "+15035550142",
  });
  expect(content[0]).toMatchObject({ row: { firstName: "maria", account: "P-9", record: { version: 4 } } });
});
