import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ContactChange, ContactRecord } from "../../src/center/contact-records.js";
import type { ContactRow, ContentWrite } from "../../src/center/content.js";
import type { Journal } from "../../src/center/journal.js";
import type { Records } from "../../src/center/records.js";
import { type RecordHouse, settableClock } from "./journal-contract.js";
import { joined, Pen, started } from "./record-builders.js";

const record = (version: number, more: Partial<ContactRecord> = {}): ContactRecord => ({
  version,
  phoneKinds: ["mobile"],
  language: "sv",
  notes: "Prefers calls.",
  fields: [{ name: "Car", value: "Volvo" }],
  mergedInto: null,
  ...more,
});
const row = (contactId: string, more: Partial<ContactRow> = {}): ContactRow => ({
  contactId,
  firstName: contactId,
  lastName: "Miller",
  phones: ["+15035550142"],
  emails: [],
  account: null,
  createdAt: 7,
  ...more,
});
const change = (changeId: string, more: Partial<ContactChange> = {}): ContactChange => ({
  changeId,
  kind: "edit",
  at: 9,
  by: "sofia",
  values: [{ field: "account", from: "", to: "P-1" }],
  otherId: null,
  ...more,
});
const form = {
  firstName: "maria",
  lastName: "Miller",
  phones: [],
  emails: [],
  account: null,
  language: null,
  notes: "",
  fields: [],
};
const merge = (mergeId: string, fromId: string, intoId: string): ContentWrite => ({
  table: "contact_merge",
  mergeId,
  fromId,
  intoId,
  at: 10,
  by: "sofia",
  before: form,
  after: form,
  fromVersion: 1,
  intoVersion: 1,
});

/** What every adapter has to do with contacts that are changed, merged and parted. */
export function contactsContract(name: string, makeHouse: () => Promise<RecordHouse>): void {
  describe(`contacts: ${name}`, () => {
    let house: RecordHouse;
    let journal: Journal;
    let records: Records;
    let pen: Pen;
    let seq = 0;

    const write = async (...content: ContentWrite[]): Promise<void> => {
      await journal.append(seq, [pen.entry([], content)]);
    };
    const contact = (
      row: ContactRow,
      more: Partial<ContactChange> & { changeId?: string } = {},
    ): ContentWrite =>
      more.changeId === undefined
        ? { table: "contact", row }
        : { table: "contact", row, change: change(more.changeId, more) };

    beforeEach(async () => {
      house = await makeHouse();
      pen = new Pen();
      const clock = settableClock();
      clock.set(pen.at);
      journal = house.journal(clock);
      records = house.records();
      await journal.open();
      await journal.append(0, [
        pen.entry(
          [started("chat-1", { contactId: "maria", clientKey: "of-maria" })],
          [contact(row("maria")), { table: "contact_client", clientKey: "of-maria", contactId: "maria" }],
        ),
        pen.entry([joined("chat-1", "sofia")]),
        pen.entry(
          [started("chat-2", { contactId: "mary", clientKey: "of-mary" })],
          [
            contact(row("mary", { emails: ["Mary@Example.com"], createdAt: 8 })),
            { table: "contact_client", clientKey: "of-mary", contactId: "mary" },
          ],
        ),
      ]);
      seq = 3;
    });
    afterEach(async () => {
      await journal.close();
      await house.dispose();
    });

    test("a change is kept with who made it; what comes from an older version is left out with its change", async () => {
      await write(contact(row("maria", { account: "P-1", record: record(1) }), { changeId: "c1" }));
      await write(contact(row("maria", { account: "P-2", record: record(1) }), { changeId: "c2" }));
      // What a customer's app says knows no version: it made its row before somebody changed the contact.
      await write(contact(row("maria", { firstName: "Nobody" })));
      expect(await records.contact("maria")).toEqual(row("maria", { account: "P-1", record: record(1) }));
      await write(contact(row("maria", { account: "P-3", record: record(2) }), { changeId: "c3", at: 12 }));
      const { contacts } = records;
      expect(await contacts.change("c2")).toBeUndefined();
      expect(await contacts.change("c1")).toEqual(change("c1"));
      expect((await contacts.changes("maria", 10)).map(({ changeId }) => changeId)).toEqual(["c3", "c1"]);
      expect(await contacts.changes("maria", 1)).toEqual([change("c3", { at: 12 })]);
    });

    test("who may be the same: by number, by address without case, by app", async () => {
      await journal.append(seq, [
        pen.entry(
          [started("chat-3", { contactId: "tom", clientKey: "of-maria" })],
          [contact(row("tom", { phones: [] }))],
        ),
        pen.entry([], [contact(row("may", { phones: ["5035550143"], emails: ["mary@example.COM"] }))]),
      ]);
      const alike = async (contactId: string) =>
        (await records.contacts.alike(contactId, 10)).map(({ contact: { contactId }, why, interactions }) => [
          contactId,
          [...why].sort(),
          interactions,
        ]);
      expect((await alike("maria")).sort()).toEqual([
        ["mary", ["phone"], 1],
        ["tom", ["client"], 1],
      ]);
      expect((await alike("mary")).sort()).toEqual([
        ["maria", ["phone"], 1],
        ["may", ["email"], 0],
      ]);
      expect(await records.contacts.alike("nobody", 10)).toEqual([]);
      expect(
        (await records.contacts.byEmail("MARY@example.com")).map(({ contactId }) => contactId).sort(),
      ).toEqual(["mary", "may"]);
      expect(await records.contacts.tookPart("maria", "sofia")).toBe(true);
      expect(await records.contacts.tookPart("mary", "sofia")).toBe(false);
    });

    test("a merge moves everything and finds one; its undoing moves back what it moved", async () => {
      await records.followUps.put(followUp);
      await write(
        contact(row("mary", { record: record(1, { mergedInto: "maria" }) }), {
          changeId: "m1",
          otherId: "maria",
        }),
        contact(row("maria", { record: record(1) }), { changeId: "m1", otherId: "mary" }),
        merge("m1", "mary", "maria"),
      );
      const ofMaria = async () =>
        (await records.interactionsOfContact("maria", 9)).map(({ interactionId }) => interactionId);
      expect(await ofMaria()).toEqual(["chat-2", "chat-1"]);
      expect((await records.contactOfClient("of-mary"))?.contactId).toBe("maria");
      expect((await records.contactsByPhone("+15035550142")).map(({ contactId }) => contactId)).toEqual([
        "maria",
      ]);
      expect((await records.directory.searchContacts("miller", 9)).map(({ contactId }) => contactId)).toEqual(
        ["maria"],
      );
      expect((await records.followUps.byId("f1"))?.contactId).toBe("maria");
      expect(await records.contacts.alike("maria", 9)).toEqual([]);
      expect(await records.contacts.changes("mary", 9)).toHaveLength(1);
      const kept = {
        mergeId: "m1",
        fromId: "mary",
        intoId: "maria",
        interactionIds: ["chat-2"],
        undoneAt: null,
      };
      expect(await records.contacts.mergesInto("maria", 9)).toMatchObject([kept]);
      expect(await records.contacts.mergesInto("maria", 10)).toEqual([]);
      // An interaction that began with the merged one belongs to the other one.
      await journal.append(seq, [
        pen.entry([started("chat-3", { contactId: "mary", clientKey: "of-mary" })]),
      ]);
      expect(await records.contacts.belonging(["chat-1", "chat-3", "none"])).toEqual(
        new Map([
          ["chat-1", "maria"],
          ["chat-3", "maria"],
        ]),
      );
      seq += 1;
      await write(contact(row("mary", { record: record(2) }), { changeId: "m1.undo" }), {
        table: "contact_unmerge",
        mergeId: "m1",
        at: 11,
        by: "ben",
        fromId: "mary",
        fromVersion: 2,
      });
      expect(await ofMaria()).toEqual(["chat-1"]);
      expect((await records.contactOfClient("of-mary"))?.contactId).toBe("mary");
      expect((await records.followUps.byId("f1"))?.contactId).toBe("mary");
      expect(await records.contactsByPhone("+15035550142")).toHaveLength(2);
      expect(await records.contacts.merge("m1")).toMatchObject({ ...kept, undoneAt: 11 });
    });

    test("a merge is done whole or not at all", async () => {
      await write(contact(row("maria", { record: record(1) }), { changeId: "c1" }));
      await write(
        contact(row("mary", { record: record(1, { mergedInto: "maria" }) }), { changeId: "m1" }),
        // Made before the change above.
        contact(row("maria", { account: "late", record: record(1) }), { changeId: "m1" }),
        merge("m1", "mary", "maria"),
      );
      expect(await records.contacts.merge("m1")).toBeUndefined();
      expect(await records.contacts.change("m1")).toBeUndefined();
      expect((await records.contact("mary"))?.record).toBeUndefined();
      expect(await records.interactionsOfContact("mary", 9)).toHaveLength(1);
    });
  });
}

const followUp = {
  followUpId: "f1",
  version: 1,
  interactionId: "chat-2",
  contactId: "mary",
  caseNumber: 10_000,
  kind: "task",
  dueAt: 20,
  timeZone: "UTC",
  note: "",
  number: null,
  assigneeId: "sofia",
  createdBy: "sofia",
  createdAt: 8,
  changedBy: "sofia",
  changedAt: 8,
  doneAt: null,
  doneBy: null,
  deletedAt: null,
  remindedFor: null,
} as const;
